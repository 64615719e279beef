// Behind every root script: `npm run <task>` works from a bare clone with Node and npm alone. Plain JavaScript and
// Node's own modules only, because it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { engines, packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const install = () => run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
const turbo = (...args) => run('pnpm', ['exec', 'turbo', 'run', '--concurrency=100%', ...args])
const node = (file, args = []) => run(process.execPath, [file, ...args])
const built = (file) => (args) => install() || turbo('build', '--output-logs=errors-only') || node(file, args)

const TASKS = {
  start: built('tools/dist/start/main.js'),
  demo: built('tools/dist/demo/main.js'),
  test: () =>
    install() ||
    forgetReports() ||
    withFigures(turbo('build', 'typecheck', 'test', '--continue=always'), 'tools/dist/report-tests.js'),
  check: built('tools/dist/check/main.js'),
  format: () => install() || run('pnpm', ['exec', 'biome', 'check', '--write', '.']),
  'test:model': built('tests/fire/dist/model/main.js'),
  'test:kill': built('tests/fire/dist/kill/main.js'),
  'test:disk-full': built('tests/fire/dist/disk-full/main.js'),
  'test:corruption': built('tests/fire/dist/corruption/main.js'),
  'test:clock': built('tests/fire/dist/clock/main.js'),
  'test:older-server': built('tests/fire/dist/older-server/main.js'),
  'test:capture': built('tests/fire/dist/capture/main.js'),
  'test:import': built('tests/fire/dist/import/main.js'),
  'test:electron': built('tests/fire/dist/electron/main.js'),
  'test:guards': built('tests/fire/dist/guards/main.js'),
  'test:desktop': built('apps/desktop/dist-browser/run.js'),
  package: built('apps/desktop/packaging/package.mjs'),
  screenshots: built('apps/desktop/dist-browser/pictures.js'),
  bench: built('bench/dist/main.js'),
}

refuseUnsupportedNode()
const [task, ...args] = process.argv.slice(2)
if (!Object.hasOwn(TASKS, task)) {
  process.stderr.write(`There is no task “${task ?? ''}”. The tasks are: ${Object.keys(TASKS).join(', ')}.\n`)
  process.exit(2)
}
process.exit(process.env.MEANTIME_PNPM === packageManager ? TASKS[task](args) : withPnpm())

/** Again, with the pinned pnpm on the PATH. Only npx hands on npm's own settings, such as where Node's headers are. */
function withPnpm() {
  const words = ['tools/bootstrap.mjs', task, ...args].map((word) =>
    /^[\w./:=-]+$/.test(word) ? word : JSON.stringify(word),
  )
  return run('npx', ['--yes', `--package=${packageManager}`, '--call', ['node', ...words].join(' ')], {
    MEANTIME_PNPM: packageManager,
  })
}

/** Returns the exit code. The child shares this terminal, so Ctrl-C reaches it; we only wait for it. */
function run(command, args, more = {}) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', ...more }
  process.once('SIGINT', () => undefined)
  const shell = process.platform === 'win32' && command !== process.execPath
  const { status, signal, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell })
  if (error) process.stderr.write(`${command} could not be run: ${error.message}\n`)
  return status ?? (signal === 'SIGINT' ? 130 : 1)
}

/** A report of an earlier run must not be counted for a package that crashes in this one. */
function forgetReports() {
  const groups = ['packages', 'apps', 'tests'].flatMap((group) => children(group))
  for (const folder of [...groups, 'tools']) rmSync(join(root, folder, '.reports'), { recursive: true, force: true })
  return 0
}

function children(group) {
  return readdirSync(join(root, group)).map((name) => join(group, name))
}

/** The figures are printed also when tests failed; the worse exit code counts. */
function withFigures(code, reporter) {
  return Math.max(code, node(reporter))
}

function refuseUnsupportedNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major > 20 || (major === 20 && minor >= 19)) && major < 24) return
  process.stderr.write(`Meantime needs Node ${engines.node}; this is ${process.versions.node}.\n`)
  process.exit(1)
}
