import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccountId,
  CLOCK,
  createApp,
  type EntryId,
  type EventDraft,
  type EventId,
  JOURNAL,
  LOCAL_ACCOUNT,
  LOCKS,
  LOGGER,
  NEW_ID,
  type Plugin,
  RANDOM,
  type Random,
  type Settlement,
  STATE_STORE,
  silentLogger,
  TASK_QUEUE,
  type TaskId,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { ManualClock, seededRandom, sequentialIds } from '@meantime/testkit'
import Database from 'better-sqlite3'

export const FILE = 'a.db'

/** As a row of `events` without the account, which adoption may change. */
export type EventFact = Readonly<Record<string, unknown>> & { readonly id: string; readonly seq: number }

/** What a database held before it was damaged. */
export interface Original {
  /** Holds the file and what belongs to it, as a killed or a closed program left them. */
  readonly folder: string
  readonly killed: boolean
  readonly events: ReadonlyMap<string, EventFact>
  /** By task id. */
  readonly states: ReadonlyMap<string, string>
  /** By event id. */
  readonly owners: ReadonlyMap<string, string>
}

const ANN = 'aaaaaaaa-0000-7000-8000-000000000001' as AccountId
const BOB = 'bbbbbbbb-0000-7000-8000-000000000002' as AccountId

/** Works on a database of its own for a few simulated weeks, then takes the files as a kill or a close leaves them. */
export async function makeOriginal(parent: string, seed: number, killed: boolean): Promise<Original> {
  const random = seededRandom(seed)
  const clock = new ManualClock()
  const newId = sequentialIds(clock)
  const surroundings: Plugin = {
    name: 'a simulated computer',
    register(registry) {
      registry.provide(CLOCK, () => clock)
      registry.provide(NEW_ID, () => newId)
      registry.provide(RANDOM, () => random)
      registry.provide(LOGGER, () => silentLogger)
    },
  }
  const live = join(parent, `live-${seed}`)
  const folder = join(parent, `original-${seed}`)
  mkdirSync(folder)
  const file = join(live, FILE)
  const open = async () => {
    const app = createApp({ plugins: [surroundings, sqliteQueue({ file })] })
    await app.start()
    return app
  }
  // Two sessions, so that some of it is in the main file and some, of a killed program, only in its -wal.
  const first = await open()
  await work(first, 25)
  await first.stop()
  const second = await open()
  await work(second, 25)
  if (!killed) await second.stop()
  cpSync(live, folder, { recursive: true })
  if (killed) await second.stop()
  return { folder, killed, ...factsOf(file) }

  async function work(app: Awaited<ReturnType<typeof open>>, entries: number): Promise<void> {
    const [journal, queue] = [app.get(JOURNAL), app.get(TASK_QUEUE)]
    for (let n = 0; n < entries; n += 1) {
      const account = n < 3 && random() < 0.5 ? LOCAL_ACCOUNT : random() < 0.8 ? ANN : BOB
      const record = async (body: (entryId: EntryId) => Omit<EventDraft, 'id' | 'entryId' | 'occurredAt'>) => {
        clock.advance(1000 + Math.floor(random() * 3_600_000))
        await journal.record(account, ({ open }) => {
          const entryId = open?.id ?? (newId() as EntryId)
          return [{ id: newId() as EventId, entryId, occurredAt: clock.now(), ...body(entryId) } as EventDraft]
        })
      }
      const description = `Work ${n} ${'ünïcode '.repeat(Math.floor(random() ** 8 * 600))}`.trim()
      await record(() => ({ type: 'start', description, project: random() < 0.5 ? null : 'Website' }) as never)
      for (let pauses = Math.floor(random() * 3); pauses > 0; pauses -= 1) {
        await record(() => ({ type: 'pause' }))
        await record(() => ({ type: 'resume' }))
      }
      if (random() < 0.3) await record(() => ({ type: 'edit', changes: { description: `Better ${n}` } }) as never)
      for (let shots = Math.floor(random() * 3); shots > 0; shots -= 1) await enqueue(account)
      if (n < entries - 1 || random() < 0.5) await record(() => ({ type: random() < 0.9 ? 'stop' : 'delete' }))
      if (random() < 0.4) await deliver(account)
    }
    await journal.adopt(ANN)
    await app.get(STATE_STORE).set('last-sync', { at: clock.now() })
    await app.get(LOCKS).tryAcquire('leader', 60_000)
    await queue.claim({ account: ANN, limit: 3 })
    if (random() < 0.5) await queue.purge()

    async function enqueue(account: AccountId): Promise<void> {
      const entryId = (await journal.open(account))?.id
      const screenshot = random() < 0.7
      await queue.enqueue({
        id: newId() as TaskId,
        account,
        entityType: screenshot ? 'screenshot' : 'activity',
        payload: { takenAt: clock.now(), note: 'x'.repeat(Math.floor(random() * 300)) },
        ...(entryId ? { entryId } : {}),
      })
    }

    async function deliver(account: AccountId): Promise<void> {
      const lease = await queue.claim({ account, limit: 1 + Math.floor(random() * 12) })
      if (lease)
        await queue.settle(
          lease.token,
          lease.tasks.map(({ id }) => outcome(id, random, clock.now())),
        )
    }
  }
}

function outcome(id: TaskId, random: Random, now: number): Settlement {
  const reason = { code: 'TRIED', message: 'The server said no.' }
  const luck = random()
  if (luck < 0.85) return { id, result: 'sent' }
  if (luck < 0.9) return { id, result: 'failed', notBefore: now + 60_000, reason }
  return luck < 0.95 ? { id, result: 'dead', reason } : { id, result: 'released' }
}

function factsOf(file: string): Pick<Original, 'events' | 'states' | 'owners'> {
  const database = new Database(file, { readonly: true })
  try {
    const rows = database.prepare<[], EventFact & { account_id: string }>('SELECT * FROM events').all()
    const tasks = database.prepare<[], { id: string; state: string }>('SELECT id, state FROM tasks').all()
    return {
      events: new Map(rows.map(({ account_id, ...event }) => [event.id, event])),
      owners: new Map(rows.map(({ id, account_id }) => [id, account_id])),
      states: new Map(tasks.map(({ id, state }) => [id, state])),
    }
  } finally {
    database.close()
  }
}
