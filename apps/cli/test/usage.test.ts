import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { VERSION } from '../src/version.js'
import { desk } from './support/in-process.js'

describe('the command line', () => {
  test.each([
    [['strat'], /Unknown command 'strat'\. Did you mean start\?/],
    [['start', '--projct', 'x'], /Unknown option '--projct'\. Did you mean --project\?/],
    [['pause', 'now'], /Too many arguments/],
    [['start', '-p'], /argument missing/],
    [['log', '--today', '--week'], /cannot be used with/],
    [['queue'], /command is missing/],
    [['queue', 'lst'], /Unknown command 'lst'/],
    [['login', '--password', 'x'], /Unknown option '--password'/],
  ])('%j is a wrong word: exit code 2, one line and no data', async (argv, words) => {
    const { run } = await desk()
    const { code, stdout, stderr } = await run(...argv)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(words)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    [['queue'], 'queue'],
    [['queue', 'discard'], 'queue discard'],
    [['start', '--nonsense'], 'start'],
    [['import', 'csv'], 'import csv'],
    [['nonsense'], ''],
  ])('%j is told where it is explained', async (argv, name) => {
    const { run } = await desk()
    const { stderr } = await run(...argv)
    expect(stderr).toContain(`Run \`meantime ${name}${name === '' ? '' : ' '}--help\` to see what there is.`)
  })

  test('a wrong word is told as JSON when JSON was asked for, wherever the flag stands', async () => {
    const { run } = await desk()
    for (const argv of [
      ['--json', 'strat'],
      ['strat', '--json'],
    ]) {
      const { code, stderr } = await run(...argv)
      expect([code, JSON.parse(stderr)]).toMatchObject([2, { error: { code: 'USAGE', hint: 'Did you mean start?' } }])
    }
  })

  test('help and version are data', async () => {
    const { run } = await desk()
    expect(await run('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' })
    expect(await run('--version', '--json')).toMatchObject({ code: 0, stdout: `{"version":"${VERSION}"}\n` })
    for (const argv of [[], ['--help'], ['help', 'start'], ['start', '--help']]) {
      const { code, stdout, stderr } = await run(...argv)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain('Usage: meantime')
    }
  })

  test('the version is the one of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(VERSION).toBe(version)
  })

  test.each([['ftp://time.example.org'], ['time.example.org'], ['https://ann:hunter22@time.example.org']])(
    'the server address %s is refused before anybody is asked for a password, and not repeated',
    async (url) => {
      const { run } = await desk()
      const { code, stderr } = await run('login', '--server', url, '--email', 'a@b.c')
      expect(code).toBe(2)
      expect(stderr).toContain('--server must be an address')
      expect(stderr).not.toContain('hunter22')
    },
  )

  test('without a server, an email or a password login says what is missing', async () => {
    const { run } = await desk()
    const server = ['--server', 'https://time.example.org']
    expect((await run('login')).stderr).toContain('does not know your server')
    expect((await run('login', ...server)).stderr).toContain('--email')
    const { code, stderr } = await run('login', ...server, '--email', 'a@b.c')
    expect(code).toBe(2)
    expect(stderr).toContain('--password-stdin')
  })

  test.each([['sync'], ['whoami'], ['logout']])('%s before anybody signed in asks to sign in', async (verb) => {
    const { run } = await desk()
    const { code, stderr } = await run(verb)
    expect(code).toBe(4)
    expect(stderr).toContain('meantime login')
  })

  test.each([
    [['server', '--port', '70000'], 2],
    [['server', '--port', 'http'], 2],
  ])('%j ends with %d', async (argv, expected) => {
    const { run } = await desk()
    expect((await run(...argv)).code).toBe(expected)
  })
})
