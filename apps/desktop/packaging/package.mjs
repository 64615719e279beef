// `npm run package [-- words of electron-builder]`: `--dir` for a folder to run, nothing for what people install.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { stage } from './stage.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
try {
  await stage()
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const words = ['--config', 'packaging/electron-builder.yml', '--publish', 'never', ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, [builder, ...words], {
    stdio: 'inherit',
    // It would look for a newer one of itself.
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
  })
  process.exitCode = status ?? 1
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
