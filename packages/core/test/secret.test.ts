import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../src/index.js'

test('a secret shows itself nowhere but in reveal()', () => {
  const secret = new Secret('hunter2')
  const shown = [
    JSON.stringify({ deep: [secret] }),
    `${secret}`,
    String(secret),
    inspect({ secret }, { depth: null, showHidden: true }),
    format('%s %o %j', secret, secret, secret),
    JSON.stringify({ ...secret }),
    new Error(`with ${secret}`).stack ?? '',
  ]
  for (const text of shown) expect(text).not.toContain('hunter2')
  expect(shown[0]).toBe('{"deep":["[secret]"]}')
  expect(secret.reveal()).toBe('hunter2')
})
