// Bundles what tsc wrote, so that a start reads few files: ES modules, split at every dynamic import, so that a verb
// loads only its own part. Native packages stay outside, TypeORM too (it loads its drivers by name), and our server.
import { readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const OUT = 'dist/bundle'

const { metafile } = await build({
  entryPoints: ['dist/main.js'],
  outdir: OUT,
  metafile: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [
    ...['better-sqlite3', 'typeorm', '@napi-rs/keyring', '@meantime/server'],
    ...['sharp', 'node-screenshots', 'x11', 'dbus-next', 'koffi'],
  ],
  plugins: [pureWorkspace()],
  // CommonJS packages inside the bundle call require() for node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'external',
  logLevel: 'warning',
})

// Which packages lie in which part; a test holds verbs to what they may load.
const packageOf = (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? 'meantime'
const parts = Object.entries(metafile.outputs).map(([path, { inputs }]) => {
  return [basename(path), [...new Set(Object.keys(inputs).map(packageOf))].sort()]
})
await writeFile(join(OUT, 'parts.json'), `${JSON.stringify(Object.fromEntries(parts), null, 2)}\n`)

// Only now, so that a command that somebody runs meanwhile finds its parts: their names carry a hash.
const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)))
for (const name of await readdir(OUT))
  if (!written.has(name) && name !== 'parts.json') await rm(join(OUT, name), { recursive: true })

/** Our own modules do nothing when imported, so what a verb does not use is left out of its part. */
function pureWorkspace() {
  return {
    name: 'pure-workspace',
    setup({ onResolve, resolve }) {
      const filter =
        /^@meantime\/(core|protocol|auth|settings|queue-sqlite|import|transport-http|transport-hubnity|spool|capture)(\/|$)|^\.{1,2}\//
      onResolve({ filter }, async ({ path, pluginData, ...from }) => {
        if (pluginData === 'resolved') return undefined
        const found = await resolve(path, { ...from, pluginData: 'resolved' })
        const ours = !found.path.includes('node_modules')
        return ours && found.errors.length === 0 ? { path: found.path, sideEffects: false } : found
      })
    },
  }
}
