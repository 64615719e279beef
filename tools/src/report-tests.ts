import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * Ends a test run with one line of real counts, added up from the JSON report that each package's vitest wrote.
 * A package that has tests but no report from this run counts as one failure: it crashed before it could write any.
 */

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly numPendingTests: number
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const totals = { passed: 0, failed: 0, skipped: 0 }

for (const folder of testedPackages(root)) {
  const report = readReport(folder)
  if (report === undefined) {
    process.stderr.write(`${folder} has tests, but wrote no report.\n`)
    totals.failed += 1
    continue
  }
  totals.passed += report.numPassedTests
  // A file that cannot even be loaded fails as a suite without a failed test.
  totals.failed += report.numFailedTests || (report.numFailedTestSuites > 0 ? 1 : 0)
  totals.skipped += report.numPendingTests
}

process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped(totals.skipped)}\n`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0

function testedPackages(root: string): string[] {
  const groups = ['packages', 'apps', 'tests'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  )
  return [...groups, 'tools'].map((folder) => join(root, folder)).filter(hasTests)
}

function hasTests(folder: string): boolean {
  const tests = join(folder, 'test')
  if (!existsSync(tests) || !statSync(tests).isDirectory()) return false
  return readdirSync(tests, { recursive: true }).some((file) => String(file).endsWith('.test.ts'))
}

function readReport(folder: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, '.reports', 'vitest.json'), 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}

function skipped(count: number): string {
  return count > 0 ? `, ${count} skipped` : ''
}
