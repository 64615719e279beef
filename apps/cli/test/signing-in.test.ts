import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.js'
import { meantime } from './support/real-process.js'
import { EMAIL, otherServer, PASSWORD, realServer } from './support/server.js'

const signIn = (folder: string, url: string, ...more: string[]) =>
  meantime(folder, ['login', '--server', url, '--email', EMAIL, '--password-stdin', ...more], {
    input: `${PASSWORD}\n`,
  })
const status = async (folder: string) => JSON.parse((await meantime(folder, ['status', '--json'])).stdout)

describe('signing in and delivering', () => {
  test('work from before the first sign-in is delivered after it, once', async () => {
    const folder = await temporaryFolder()
    const { url } = await realServer()
    await meantime(folder, ['start', 'before'])
    const made = await signIn(folder, url, '--register', '--json')
    expect([made.code, JSON.parse(made.stdout)]).toMatchObject([0, { account: { email: EMAIL }, waiting: 1 }])
    expect(JSON.parse((await meantime(folder, ['sync', '--json'])).stdout)).toMatchObject({
      status: 'drained',
      sent: 1,
    })
    expect(JSON.parse((await meantime(folder, ['sync', '--json'])).stdout)).toMatchObject({
      status: 'drained',
      sent: 0,
    })
    expect(await status(folder)).toMatchObject({
      account: { email: EMAIL, signInNeeded: false },
      server: url,
      queue: { waiting: 0, delivered: 1 },
      lastSync: { status: 'drained' },
    })
    expect((await meantime(folder, ['whoami'])).stdout).toBe(`${EMAIL} at ${url}`)
  })

  test('a wrong password is told as such, and nothing of it is kept or shown', async () => {
    const folder = await temporaryFolder()
    const { url } = await realServer()
    await signIn(folder, url, '--register')
    const wrong = 'not-the-right-one-73'
    const { code, stdout, stderr } = await meantime(folder, ['login', '--email', EMAIL, '--json', '--verbose'], {
      env: { MEANTIME_PASSWORD: wrong },
    })
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('BAD_CREDENTIALS')
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).includes(wrong), name).toBe(false)
    }
    expect(stderr).not.toContain(wrong)
  })

  test('no token and no password is in an output, a log or the database', async () => {
    const folder = await temporaryFolder()
    const { url } = await realServer()
    const runs = [
      await signIn(folder, url, '--register', '--verbose'),
      await meantime(folder, ['start', 'x', '--verbose']),
      await meantime(folder, ['sync', '--verbose', '--json']),
      await meantime(folder, ['whoami', '--json', '--verbose']),
    ]
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const kept = JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8'))
    const secrets = [PASSWORD, ...textsOf(kept).filter((text) => text.length >= 24)]
    expect(secrets.length).toBeGreaterThan(2)
    const shown = runs.map(({ stdout, stderr }) => stdout + stderr).join('')
    const files = (await readdir(folder)).filter((name) => name !== 'tokens.json')
    for (const secret of secrets) {
      expect(shown).not.toContain(secret)
      for (const name of files) expect((await readFile(join(folder, name))).includes(secret), name).toBe(false)
    }
  })

  test('signing out keeps the work and whose it is; it is delivered after the next sign-in', async () => {
    const folder = await temporaryFolder()
    const { url } = await realServer()
    await signIn(folder, url, '--register')
    expect(await meantime(folder, ['logout'])).toMatchObject({ code: 0 })
    expect((await meantime(folder, ['whoami'])).code).toBe(4)
    const { code, stderr } = await meantime(folder, ['start', 'signed out'])
    expect([code, stderr]).toEqual([0, 'Saved on this computer. Run `meantime login` to have it delivered.'])
    expect((await meantime(folder, ['sync'])).code).toBe(4)
    expect(await status(folder)).toMatchObject({ account: { signInNeeded: true }, queue: { waiting: 1 } })
    await signIn(folder, url)
    expect(await status(folder)).toMatchObject({ account: { signInNeeded: false } })
    expect(await meantime(folder, ['sync'])).toMatchObject({ code: 0, stdout: '1 delivered; nothing waits.' })
  })

  test('no flag sends a session to another server', async () => {
    const folder = await temporaryFolder()
    const { url } = await realServer()
    await signIn(folder, url, '--register')
    await meantime(folder, ['start', 'x'])
    const elsewhere = await otherServer(500, 'text/plain', 'no')
    const refused = await meantime(folder, ['sync', '--json', '--server', elsewhere])
    expect(refused.code).toBe(2)
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'OTHER_SERVER' } })
    const { stdout } = await meantime(folder, ['sync', '--json', '--server', `${url}/`])
    expect(JSON.parse(stdout)).toMatchObject({ status: 'drained', sent: 1 })
  })
})

describe('without the server', () => {
  test('recording goes on and ends well; a delivery says that the work is saved', async () => {
    const folder = await temporaryFolder()
    const { url, stop } = await realServer()
    await signIn(folder, url, '--register')
    await stop()
    expect((await meantime(folder, ['start', 'offline'])).code).toBe(0)
    const { code, stderr } = await meantime(folder, ['sync'])
    expect(code).toBe(5)
    expect(stderr).toMatch(/not reached.* 1 stays saved on this computer/)
    const after = await meantime(folder, ['switch', 'still offline'], { env: { MEANTIME_AUTO_SYNC: '1' } })
    expect(after.code).toBe(0)
    expect(after.stderr).toMatch(/It will be delivered when the server answers/)
    expect(await status(folder)).toMatchObject({ queue: { waiting: 3, parked: 0 }, lastSync: { status: 'offline' } })
  })

  test('signing out is known at once, though the server rests and nobody finds out that the session is over', async () => {
    const folder = await temporaryFolder()
    const { url, stop } = await realServer()
    await signIn(folder, url, '--register')
    await stop()
    await meantime(folder, ['start', 'offline'])
    await meantime(folder, ['sync'])
    expect(await status(folder)).toMatchObject({ account: { signInNeeded: false } })
    expect((await meantime(folder, ['logout'])).code).toBe(0)
    expect(await status(folder)).toMatchObject({ account: { signInNeeded: true }, queue: { waiting: 1 } })
    expect((await meantime(folder, ['status'])).stdout).toContain('signed out, run `meantime login` to deliver')
    const { stderr } = await meantime(folder, ['stop'])
    expect(stderr).toBe('Saved on this computer. Run `meantime login` to have it delivered.')
  })

  test.each([
    ['a web page', 200, 'text/html', '<!doctype html><title>Welcome</title>'],
    ['other JSON', 200, 'application/json', '{"hello":"world"}'],
    ['a missing page', 404, 'text/html', 'Not found'],
  ])('a server that answers with %s is told to be none of ours', async (_, httpStatus, type, body) => {
    const folder = await temporaryFolder()
    const { code, stdout, stderr } = await signIn(folder, await otherServer(httpStatus, type, body))
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/Meantime server/)
    expect(stderr).not.toContain('hello')
  })

  test('nobody listening there is a network error, and nobody is signed in', async () => {
    const folder = await temporaryFolder()
    const { code, stderr } = await signIn(folder, 'http://127.0.0.1:9')
    expect(code).toBe(5)
    expect(stderr).toMatch(/could not be reached.*Check the network, and the address http:\/\/127\.0\.0\.1:9\./)
    expect((await meantime(folder, ['whoami'])).code).toBe(4)
  })
})

test('after recording, another process delivers while the command has long returned', async () => {
  const folder = await temporaryFolder()
  const { url } = await realServer()
  await signIn(folder, url, '--register')
  const { stderr } = await meantime(folder, ['start', 'x'], { env: { MEANTIME_AUTO_SYNC: '1' } })
  expect(stderr).toBe('Saved on this computer. It is delivered in the background.')
  await expect
    .poll(async () => (await status(folder)).queue, { timeout: 20_000 })
    .toMatchObject({ waiting: 0, delivered: 1 })
})

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
