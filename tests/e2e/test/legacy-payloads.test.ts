import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'
import { OLD_TOKENS, placeOldQueue, OLD_WORK_STARTED as STARTED } from './support/old-queue.js'
import { filesBelow } from './support/real-world.js'

it('a queue of the old client, tokens in half of its payloads, is delivered without one of them', async () => {
  const world = new MockedWorld()
  placeOldQueue(join(world.folder, 'meantime.db'))

  expect((await world.cli('status')).code).toBe(0)
  expect((await world.signIn()).code).toBe(0)
  expect((await world.cli('sync')).code).toBe(0)

  expect(world.ledger.entries()).toMatchObject([
    {
      description: 'Old work',
      state: 'stopped',
      segments: [
        { from: STARTED * 1000, to: (STARTED + 600) * 1000 },
        { from: (STARTED + 1200) * 1000, to: (STARTED + 3600) * 1000 },
      ],
    },
  ])
  const sent = JSON.stringify(world.server.requests)
  for (const token of OLD_TOKENS) {
    expect(sent).not.toContain(token)
    expect(world.printed).not.toContain(token)
    for (const { path, bytes } of filesBelow(world.folder)) expect(bytes.includes(token), path).toBe(false)
  }
})
