import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { filesBelow, PASSWORD, RealWorld } from './support/real-world.js'

const world = new RealWorld()
afterEach(() => world.end())

it('after signing in, working and syncing, no file but the token file holds a token or the password', async () => {
  await world.serverUp()
  await world.signUp()
  const seen: string[] = tokensIn(world.client)
  for (const args of [
    ['start', 'Write'],
    ['pause'],
    ['resume'],
    ['--verbose', 'sync'],
    ['stop'],
    ['sync'],
    ['status'],
  ]) {
    const { exitCode, stdout, stderr } = await world.cli(...args)
    expect(exitCode, stderr).toBe(0)
    for (const secret of seen) expect(stdout + stderr).not.toContain(secret)
  }
  seen.push(...tokensIn(world.client), PASSWORD)
  expect(seen.length).toBeGreaterThanOrEqual(3)

  const files = filesBelow(world.folder).filter(({ path }) => basename(path) !== TOKEN_FILE)
  expect(files.some(({ path }) => path.endsWith('meantime.db'))).toBe(true)
  for (const { path, bytes } of files) {
    for (const secret of seen) expect(bytes.includes(secret), `${path} holds a secret`).toBe(false)
  }
})

const TOKEN_FILE = 'tokens.json'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every long string of the token file but the account's id: whatever its layout, the tokens are among them. */
function tokensIn(client: string): string[] {
  const text = readFileSync(join(client, TOKEN_FILE), 'utf8')
  const strings = [...text.matchAll(/"([\w.-]{30,})"/g)].flatMap(([, token]) => (token === undefined ? [] : [token]))
  return strings.filter((text) => !UUID.test(text))
}
