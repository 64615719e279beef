import { fileSource } from '@meantime/capture'
import { CAPTURE_SOURCE, CLOCK, override, systemClock } from '@meantime/core'
import { interrupted } from '../../src/agent/run-agent.js'
import { runWebShell } from '../../src/shells/web/run-web-shell.js'
import { fileOfApp } from './site.js'

/*
 * The desktop app with files in place of screens, because a machine that runs tests may have none: `program-before-files.js
 * <data folder> <folder of PNG files>`. Everything else is as `meantime-desktop --no-open` has it.
 */
const [dataDir, folder = ''] = process.argv.slice(2)
await runWebShell({
  dataDir,
  window: fileOfApp('dist-renderer'),
  clock: systemClock,
  browser: undefined,
  onShown: ({ file }) => void process.stdout.write(`${file}\n`),
  end: interrupted(),
  extras: { overrides: [override(CAPTURE_SOURCE, (resolve) => fileSource({ clock: resolve(CLOCK), folder }))] },
})
