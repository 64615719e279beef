// The agent, and the agent with its window in a browser, each as one ES module with parts that are loaded when they are
// needed: a start reads a few files instead of a thousand, and a package takes the folder as it is. What cannot be bundled
// (native code, drivers that are loaded by name) is what `packaging/agent/package.json` names, and lies beside it.
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const PLACE = 'packaging/agent'
const OUT = join(PLACE, 'dist')
const { dependencies, optionalDependencies } = JSON.parse(await readFile(join(PLACE, 'package.json'), 'utf8'))

const { metafile } = await build({
  entryPoints: { main: 'dist/agent/main.js', web: 'dist/shells/web/main.js' },
  outdir: OUT,
  metafile: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // `open` finds a program beside itself; only a checkout has it.
  external: [...Object.keys({ ...dependencies, ...optionalDependencies }), 'open'],
  // CommonJS packages inside the bundle call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'external',
  logLevel: 'warning',
})

// Only now, so that a program that runs meanwhile finds its parts: their names carry a hash.
const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)))
for (const name of await readdir(OUT)) if (!written.has(name)) await rm(join(OUT, name))
