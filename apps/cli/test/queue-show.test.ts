import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ACCESS_TOKENS,
  type AccountId,
  CLOCK,
  type Outcome,
  override,
  PROFILES,
  Secret,
  TASK_QUEUE,
  type TaskId,
  TRANSPORT,
} from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import type { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { compose } from '../src/index.js'
import { desk } from './support/in-process.js'

const REASON = { code: 'bad', message: 'The project is closed.' }

/** Somebody signed in, with an entry to deliver, and a server that says one thing of everything. */
async function signedIn(outcome: Outcome) {
  const send = async (batch: readonly { readonly id: TaskId }[]) => {
    return { outcomes: new Map(batch.map(({ id }) => [id, outcome])), bytes: 1 }
  }
  const tokens = { getFreshToken: async () => new Secret('token'), onTokensSet: () => () => undefined }
  const found = await desk({
    overrides: [override(TRANSPORT, () => ({ send })), override(ACCESS_TOKENS, () => tokens)],
  })
  const accountId = '01a20407-266d-7735-ba22-56223b6d66a8'
  const profile = { accountId, email: 'ada@example.org', server: 'http://127.0.0.1:9' }
  await writeFile(join(found.folder, 'profile.json'), JSON.stringify(profile))
  await found.run('start', 'x')
  return found
}

/** For what really waits a little between two tries. */
async function whileTimePasses<T>(clock: ManualClock, running: Promise<T>): Promise<T> {
  const passing = setInterval(() => clock.advance(1000), 5)
  return running.finally(() => clearInterval(passing))
}

describe('queue show', () => {
  const tasksOf = async ({ json }: Awaited<ReturnType<typeof signedIn>>) =>
    (await json('queue', 'list')).tasks as { id: string; type: string }[]

  test('says of a parked step what it is, why it is parked and what a person can do; of the one behind it, that it waits', async () => {
    const world = await signedIn({ kind: 'rejected', reason: REASON })
    await whileTimePasses(world.clock, world.run('sync'))
    await world.run('stop')
    const [start, stop] = await tasksOf(world)
    const { code, stdout } = await world.run('queue', 'show', start?.id ?? '')
    expect(code).toBe(0)
    expect(stdout).toContain('What       start of “x”; goes first\n')
    expect(stdout).toContain('State      parked\n')
    expect(stdout).toContain('Why        The project is closed. (bad)\n')
    expect(stdout).toContain('Tried      once\n')
    expect(stdout).toContain(`Next       A person decides: \`meantime queue retry ${start?.id}\` or`)
    expect(stdout).toMatch(/Content\n {2}\{[\s\S]*"description": "x"/)
    expect((await world.run('queue', 'show', stop?.id ?? '')).stdout).toMatch(
      /Why +An earlier step of the same entry was refused[\s\S]*Next +Delivered after the earlier step of its entry is/,
    )
  })

  test('says when something that failed is tried next, and of what was delivered or discarded that it is over', async () => {
    const world = await signedIn({ kind: 'retry', reason: REASON, afterMs: 600_000 })
    await whileTimePasses(world.clock, world.run('sync'))
    const [start] = await tasksOf(world)
    expect(await world.json('queue', 'show', start?.id ?? '')).toMatchObject({
      id: start?.id,
      type: 'time_entry_start',
      state: 'failed',
      attempts: 1,
      priority: 0,
      reason: { code: 'bad' },
      next: expect.stringMatching(/^Delivered with the next sync\. Not before \d\d:\d\d\.$/),
      entry: { description: 'x', state: 'running', project: null },
      payload: { type: 'start', description: 'x' },
    })
    await world.run('queue', 'discard', start?.id ?? '')
    const over = await world.json('queue', 'show', start?.id ?? '')
    expect(over).toMatchObject({ state: 'cancelled', next: expect.stringContaining('never sent'), payload: null })
    expect((await world.run('queue', 'show', 'no-such-id')).code).toBe(2)
  })

  test('shows no token, wherever one was planted, and nothing that drives the terminal', async () => {
    const payload = { note: 'a\u001B[2Jb', deep: [{ accessToken: 'PLANTED', kept: 1 }], refreshToken: 'PLANTED' }
    const world = await signedIn({ kind: 'applied' })
    const app = await compose({ paths: dataPaths(world.folder), overrides: [override(CLOCK, () => world.clock)] })
    await app.start(TASK_QUEUE, PROFILES)
    const account = app.get(PROFILES).current()?.accountId as AccountId
    const id = '01a20407-266d-7735-ba22-56223b6d66a9' as TaskId
    await app.get(TASK_QUEUE).enqueue({ id, account, entityType: 'activity', payload })
    await app.stop()
    const { stdout } = await world.run('queue', 'show', id)
    expect(stdout).toContain('"kept": 1')
    expect(stdout).not.toMatch(/PLANTED|Token/)
    expect(stdout).not.toContain('\u001B')
  })
})

describe('queue list', () => {
  test('is no wider than a terminal, tells the reason, and its short ids are good for every other command', async () => {
    const message =
      'The project is closed, and nobody but its owner, who left two years ago, can open it again for you.'
    const world = await signedIn({ kind: 'rejected', reason: { code: 'bad', message } })
    await whileTimePasses(world.clock, world.run('sync'))
    const [task] = (await world.json('queue', 'list')).tasks as { id: string }[]
    const { stdout } = await world.run('queue', 'list')
    const lines = stdout.trimEnd().split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    expect(lines[0]).toMatch(/^\S+ +start +[0-9a-f]{8} +parked$/)
    expect(
      lines
        .slice(1)
        .map((line) => line.trim())
        .join(' '),
    ).toBe(message)
    const short = task?.id.slice(-8) ?? ''
    expect(stdout).toContain(short)
    expect((await world.run('queue', 'show', short)).stdout).toContain(`Task       ${task?.id}\n`)
    expect(await world.json('queue', 'retry', short)).toMatchObject({ retried: 1 })
    expect(await world.json('queue', 'discard', short)).toMatchObject({ discarded: 1 })
  })

  test('an ending that several ids have names none of them, and nothing is changed', async () => {
    const world = await signedIn({ kind: 'applied' })
    const app = await compose({ paths: dataPaths(world.folder), overrides: [override(CLOCK, () => world.clock)] })
    await app.start(TASK_QUEUE, PROFILES)
    const account = app.get(PROFILES).current()?.accountId as AccountId
    for (const first of ['1', '2']) {
      const id = `01a20407-266d-7735-ba22-${first}6223b6d66a9` as TaskId
      await app.get(TASK_QUEUE).enqueue({ id, account, entityType: 'activity', payload: {} })
    }
    await app.stop()
    const { code, stderr } = await world.run('queue', 'discard', '23b6d66a9')
    expect([code, stderr]).toEqual([2, expect.stringContaining('More than one task')])
    expect((await world.json('queue', 'list')).counts).toMatchObject({ waiting: 3, discarded: 0 })
  })
})
