import {
  type EntryId,
  type EventDraft,
  type EventId,
  JOURNAL,
  type Lease,
  LOCKS,
  PROFILES,
  STATE_STORE,
  TASK_QUEUE,
  type TaskId,
} from '@meantime/core'
import { changeSettings } from '@meantime/settings'
import type { Facts } from './facts.js'
import { ANN, settingsIn, type World } from './world.js'

export interface Step {
  readonly name: string
  do(): Promise<void>
}

/** Every kind of write, one after the other. Each tells `facts` what it is about to do and what was acknowledged. */
export function scenario({ app, folder }: World, facts: Facts, round: string): readonly Step[] {
  const [journal, queue, state] = [app.get(JOURNAL), app.get(TASK_QUEUE), app.get(STATE_STORE)]
  let lease: Lease | undefined
  return [
    { name: 'start', do: () => record('start', { description: `Work ${round}`, project: null }) },
    { name: 'screenshot', do: () => enqueue('screenshot', 300) },
    { name: 'several samples at once', do: () => together(6, () => enqueue('activity', 2000)) },
    {
      name: 'several events at once',
      do: () => together(5, () => record('edit', { changes: { description: 'Same' } })),
    },
    { name: 'long edit', do: () => record('edit', { changes: { description: 'x'.repeat(5000) } }) },
    { name: 'shared state', do: () => put('last-sync', round) },
    { name: 'large shared state', do: () => put('large', `${round} ${'y'.repeat(9000)}`) },
    { name: 'lock', do: () => lock() },
    {
      name: 'claim',
      do: async () => {
        lease = await queue.claim({ account: ANN, limit: 8 })
      },
    },
    { name: 'settle', do: () => settle() },
    { name: 'pause', do: () => record('pause') },
    { name: 'resume', do: () => record('resume') },
    { name: 'retry', do: async () => void (await queue.retry(ANN)) },
    { name: 'purge', do: async () => void (await queue.purge()) },
    { name: 'stop', do: () => record('stop') },
    { name: 'profile', do: () => profile() },
    { name: 'settings', do: () => settings() },
  ]

  async function record(type: EventDraft['type'], body: object = {}): Promise<void> {
    const id = crypto.randomUUID() as EventId
    await facts.try('events', id, async () => {
      await journal.record(ANN, ({ open }) => {
        const entryId = open?.id ?? (crypto.randomUUID() as EntryId)
        // What would not fit the state (a start that was refused) begins or goes on with an entry instead.
        const fields = { id, entryId, occurredAt: Date.now() }
        if (!open) return [{ ...fields, type: 'start', description: '', project: null }]
        return [{ ...fields, type: type === 'start' ? 'pause' : type, ...(type === 'start' ? {} : body) } as EventDraft]
      })
    })
  }

  function enqueue(entityType: 'screenshot' | 'activity', size: number): Promise<void> {
    const id = crypto.randomUUID() as TaskId
    return facts.try('tasks', id, () =>
      queue.enqueue({ id, account: ANN, entityType, payload: { note: 'z'.repeat(size) } }),
    )
  }

  function put(key: string, value: string): Promise<void> {
    return facts.set(`state ${key}`, value, () => state.set(key, value))
  }

  async function lock(): Promise<void> {
    const held = await app.get(LOCKS).tryAcquire('leader', 60_000)
    await held?.renew()
    await held?.release()
  }

  async function settle(): Promise<void> {
    if (!lease) return
    const { token, tasks } = lease
    const reason = { code: 'TRIED', message: 'The server said no.' }
    await queue.settle(
      token,
      tasks.map(({ id }, index) =>
        index % 3 === 2 ? { id, result: 'failed', notBefore: Date.now() + 1000, reason } : { id, result: 'sent' },
      ),
    )
    tasks.forEach(({ id }, index) => {
      if (index % 3 !== 2) facts.sent(id)
    })
  }

  function profile(): Promise<void> {
    const email = `${round}@example.test`
    const save = () => app.get(PROFILES).save({ accountId: ANN, email, server: 'http://server.test' })
    return facts.set('profile', email, save)
  }

  function settings(): Promise<void> {
    const server = `http://${round.replace(' ', '-')}.test`
    return facts.set('settings', server, () => changeSettings(settingsIn(folder), { server }))
  }
}

async function together(count: number, work: () => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: count }, work))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
