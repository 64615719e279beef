// Everything that goes into a package, laid out as electron-builder takes it: the window and its shell, the agent with its
// native parts, the Node that these were made for, icons, and the licences of what is in it.
import { spawnSync } from 'node:child_process'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeIcons } from './icons.mjs'
import { writeLicences } from './licences.mjs'
import { copyOwnNode } from './own-node.mjs'

export const STAGE = 'dist-package'

/** Works in the folder of the app, after its build. */
export async function stage() {
  await rm(STAGE, { recursive: true, force: true })
  await mkdir(STAGE)
  await cp('dist-electron', join(STAGE, 'app'), { recursive: true })
  const node = await copyOwnNode(join(STAGE, 'node'))
  await writeFile(
    join(STAGE, 'app', 'places.json'),
    `${JSON.stringify({ agent: 'agent/dist/main.js', node: `node/${node}` }, null, 2)}\n`,
  )
  deployAgent(join(STAGE, 'agent'))
  await writeIcons(join(STAGE, 'icons'))
  await writeLicences(join(STAGE, 'licences'))
}

/**
 * The bundle and what lies beside it. Real folders instead of links, and copies instead of files of pnpm's store, because signing changes them. With the
 * versions of the lockfile.
 */
function deployAgent(into) {
  const words = [
    ...['--filter', '@meantime/packaged-agent', 'deploy', '--prod', '--legacy'],
    ...['--config.node-linker=hoisted', '--config.package-import-method=copy', '--prefer-offline', '--reporter=silent'],
  ]
  const { status, error } = spawnSync('pnpm', [...words, into], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    throw new Error(`The native parts could not be laid out: ${error?.message ?? `pnpm ended with ${status}`}`)
}
