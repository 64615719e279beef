// Behind every root script: `npm run <task>` works from a bare clone with Node and npm alone. Plain JavaScript and
// Node's own modules only, because it runs before anything is installed. pnpm is on the PATH through npx.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' }

const install = () => run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
const turbo = (...args) => run('pnpm', ['exec', 'turbo', 'run', ...args])
const node = (file, args) => run(process.execPath, [file, ...args])

const TASKS = {
  start: (args) => install() || turbo('build', '--output-logs=errors-only') || node('tools/dist/start/main.js', args),
  demo: (args) => install() || turbo('build', '--output-logs=errors-only') || node('tools/dist/demo/main.js', args),
  test: () =>
    install() ||
    forgetReports() ||
    withFigures(turbo('build', 'typecheck', 'test', '--continue=always'), 'tools/dist/report-tests.js'),
  check: () => install() || turbo('build', '--output-logs=errors-only') || node('tools/dist/check/main.js', []),
  format: () => install() || run('pnpm', ['exec', 'biome', 'check', '--write', '.']),
}

const [task, ...args] = process.argv.slice(2)
refuseUnsupportedNode()
if (!Object.hasOwn(TASKS, task)) {
  process.stderr.write(`There is no task “${task ?? ''}”. The tasks are: ${Object.keys(TASKS).join(', ')}.\n`)
  process.exit(2)
}
process.exit(TASKS[task](args))

/** Returns the exit code. The child shares this terminal, so Ctrl-C reaches it; we only wait for it. */
function run(command, args) {
  process.on('SIGINT', () => undefined)
  const shell = process.platform === 'win32' && command === 'pnpm'
  const { status, signal, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell })
  if (error) process.stderr.write(`${command} could not be run: ${error.message}\n`)
  return status ?? (signal === 'SIGINT' ? 130 : 1)
}

/** A report of an earlier run must not be counted for a package that crashes in this one. */
function forgetReports() {
  const groups = ['packages', 'apps', 'tests'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  )
  for (const folder of [...groups, 'tools']) rmSync(join(root, folder, '.reports'), { recursive: true, force: true })
  return 0
}

/** The figures are printed also when tests failed; the worse exit code counts. */
function withFigures(code, reporter) {
  return Math.max(code, node(reporter, []))
}

function refuseUnsupportedNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(`Meantime needs Node ${engines.node}; this is ${process.versions.node}.\n`)
  process.exit(1)
}
