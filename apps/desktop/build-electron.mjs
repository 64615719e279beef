// The folder that Electron starts: main program and preload as one CommonJS file each, icons, and the built window.
// Electron's main program cannot be an ES module that awaits, and a sandboxed preload can be no module at all.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { makeIcons } from './build/icons.mjs'

const OUT = 'dist-electron'

await rm(OUT, { recursive: true, force: true })
await mkdir(OUT)
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['electron'],
  minifySyntax: true,
  legalComments: 'external',
  logLevel: 'warning',
}
await build({
  ...common,
  entryPoints: ['dist/shells/electron/main.js'],
  outfile: join(OUT, 'main.cjs'),
  define: { 'import.meta.url': '__our_url' },
  banner: { js: "const __our_url = require('node:url').pathToFileURL(__filename).href;" },
})
await build({ ...common, entryPoints: ['dist/shells/electron/preload.js'], outfile: join(OUT, 'preload.cjs') })
await makeIcons('src/renderer/public/icon.svg', join(OUT, 'icons'))
await cp('dist-renderer', join(OUT, 'renderer'), { recursive: true })
const { version, license, description } = JSON.parse(await readFile('package.json', 'utf8'))
await writeFile(
  join(OUT, 'package.json'),
  json({
    name: 'meantime',
    productName: 'Meantime',
    version,
    license,
    description,
    author: 'The Meantime authors',
    main: 'main.cjs',
    desktopName: 'meantime.desktop',
  }),
)
await writeFile(join(OUT, 'places.json'), json({ agent: '../packaging/agent/dist/main.js' }))

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`
}
