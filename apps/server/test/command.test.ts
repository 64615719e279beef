import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runServer } from '../src/index.js'
import { VERSION } from '../src/version.js'
import { running, tempFolder } from './support/harness.js'
import { spawnServer } from './support/process.js'

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await runServer({
    argv,
    env,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    log: { write: () => undefined },
    stopRequested: Promise.resolve(),
  })
  return { code, out, err }
}

test('it tells its address, stops when asked to, and says so', async () => {
  const { code, out, err } = await run(['--data', tempFolder(), '--port', '0'])
  expect({ code, err }).toEqual({ code: 0, err: [] })
  expect(out).toEqual([
    expect.stringMatching(/^Meantime server listening on http:\/\/127\.0\.0\.1:\d+$/),
    'Meantime server stopped',
  ])
})

test('a flag wins over its variable', async () => {
  const env = {
    MEANTIME_SERVER_DATA: tempFolder(),
    MEANTIME_SERVER_PORT: 'nonsense',
    MEANTIME_SERVER_HOST: '127.0.0.1',
  }
  expect((await run(['--port', '0'], env)).code).toBe(0)
  expect((await run([], env)).code).toBe(2)
})

test.each([
  [['--port', '65536'], '--port'],
  [['--port', '-1'], '--port'],
  [['--port', ''], '--port'],
  [['--log', 'loud'], '--log'],
  [['--registration', 'maybe'], '--registration'],
  [['--wrong'], '--wrong'],
  [['stray'], 'stray'],
])('what it does not understand it names in one line: %j', async (argv, word) => {
  const { code, out, err } = await run(argv)
  expect({ code, out, lines: err.length }).toEqual({ code: 2, out: [], lines: 1 })
  expect(err[0]).toContain(word)
})

test('when it cannot start it says why in one line', async () => {
  const { url } = await running()
  const { code, out, err } = await run(['--data', tempFolder(), '--port', new URL(url).port])
  expect({ code, out }).toEqual({ code: 1, out: [] })
  expect(err).toEqual([expect.stringContaining('already in use')])
  const nowhere = await run(['--data', join(process.execPath, 'data'), '--port', '0'])
  expect({ code: nowhere.code, lines: nowhere.err.length }).toEqual({ code: 1, lines: 1 })
})

test('help and version are printed', async () => {
  expect((await run(['--help'])).out[0]).toContain('MEANTIME_SERVER_DATA')
  expect(await run(['--version'])).toEqual({ code: 0, out: [VERSION], err: [] })
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s stops the process gracefully',
  async (signal) => {
    const server = await spawnServer(tempFolder())
    expect((await fetch(`${server.url}/v1/health`)).status).toBe(200)
    expect(await server.end(signal)).toBe(0)
  },
  30_000,
)
