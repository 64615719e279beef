import { afterEach, expect, it } from 'vitest'
import { RealWorld } from './support/real-world.js'

const PROCESSES = 4
const ENTRIES = 200

const world = new RealWorld()
afterEach(() => world.end())

it('200 entries recorded by 4 processes at once, with the server down, all arrive once with their own times', async () => {
  await world.serverUp()
  expect((await world.signUp()).exitCode).toBe(0)
  await world.serverDown()

  const todo = Array.from({ length: ENTRIES }, (_, n) => n)
  const work = async () => {
    for (let n = todo.shift(); n !== undefined; n = todo.shift()) {
      // Each switch ends whatever entry is open, at the same instant.
      const run = await world.cli('switch', `Entry ${n}`)
      expect(run.exitCode, run.stderr).toBe(0)
    }
  }
  await Promise.all(Array.from({ length: PROCESSES }, work))
  expect((await world.cli('stop')).exitCode).toBe(0)

  const offline = await world.ledger()
  expect(offline).toMatchObject({ delivered: 0, queued: offline.recorded, lost: [] })

  await world.serverUp()
  expect((await world.cli('sync')).exitCode).toBe(0)
  const ledger = await world.ledger()
  expect(ledger).toMatchObject({ recorded: offline.recorded, delivered: offline.recorded, queued: 0, dropped: 0 })
  expect(ledger).toMatchObject({ lost: [], surplus: [] })
  expect(ledger.entries).toHaveLength(ENTRIES)
  expect(new Set(ledger.entries.map(({ description }) => description)).size).toBe(ENTRIES)
  for (const { sameTimes } of ledger.entries) expect(sameTimes).toBe(true)
}, 240_000)
