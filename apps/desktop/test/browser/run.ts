import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from './chromium.js'

/**
 * `npm run test:desktop [-- name of a file]`: the window in a real Chromium; ends with one line of figures. With `--update`
 * the pictures of the screens are made anew, to be looked at and committed.
 */
const app = fileURLToPath(new URL('..', import.meta.url))
const report = join(app, '.reports/browser/vitest.json')

function chromiumOrWords(): string {
  try {
    return chromiumPath()
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}

chromiumOrWords()
rmSync(report, { force: true })
const vitest = join(dirname(createRequire(join(app, 'package.json')).resolve('vitest/package.json')), 'vitest.mjs')
const words = process.argv.slice(2).filter((word) => word !== '--update')
const update = words.length < process.argv.length - 2
const env = { ...process.env, ...(update ? { MEANTIME_UPDATE_PICTURES: '1' } : {}) }
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'vitest.browser.config.ts', ...(update ? ['pictures'] : []), ...words],
  { cwd: app, stdio: 'inherit', env },
)

const { passed, failed } = figures()
process.stdout.write(`\ntest:desktop: ${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : (status ?? 1)

/** A file that could not even be loaded has no tests to count; it fails all the same. */
function figures(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
