import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'

/**
 * The agent as one ES module and its lazy parts. What cannot be bundled (native code, drivers loaded by name) is what
 * `agent/package.json` names; anything else that is missing would be found only on somebody's computer, so it fails here.
 */
export async function bundleAgent(into) {
  const { dependencies, optionalDependencies } = JSON.parse(await readFile('packaging/agent/package.json', 'utf8'))
  await build({
    entryPoints: ['dist/agent/main.js'],
    outdir: into,
    absWorkingDir: process.cwd(),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: Object.keys({ ...dependencies, ...optionalDependencies }),
    // CommonJS packages inside the bundle call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    logLevel: 'warning',
  })
}
