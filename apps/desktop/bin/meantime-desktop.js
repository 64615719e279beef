#!/usr/bin/env node
// Runs on any Node, so that one that is too old or too new gets a sentence instead of a crash. Why not newer than 23:
// docs/decisions/040-node-versions.md.
const [major, minor] = process.versions.node.split('.').map(Number)
const tooOld = major < 20 || (major === 20 && minor < 19)
if (tooOld || major > 23) {
  process.stderr.write(
    `Meantime runs on Node.js 20.19 to 23; this is ${process.versions.node}. Your recorded work is untouched. ` +
      'Install Node.js 22, or name it in front: `/path/to/node22 meantime-desktop`.\n',
  )
  process.exitCode = 1
} else {
  import('../packaging/agent/dist/web.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    process.stderr.write('Meantime is not built yet. Your recorded work is untouched. Run the build first.\n')
    process.exitCode = 1
  })
}
