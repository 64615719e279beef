import type { EntryId, TaskId } from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import { ANN, anyJump, type Computer, DAY, MINUTE, onComputer, SECOND, type Setting } from './computer.js'

/** Whatever the clock did, everything is delivered this soon after the server is well, by true time. */
const LONGEST_MS = 16 * MINUTE
const WHY = { code: 'later', message: 'Said by the test.' }

/**
 * A program in the background meets a sick server, leases and locks of programs that died, and a clock that jumps.
 * Once both are well, everything arrives within 16 minutes of true time, each once, each answer one attempt.
 */
export function everythingArrives(setting: Setting): Promise<void> {
  return onComputer({ ...setting, background: true }, async (computer) => {
    const { clock, far, program } = computer
    spoil(computer)
    const recorded = await work(computer)
    spoil(computer)
    if (computer.random() < 0.5) await leaveLeaseAndLock(computer)
    for (let jumps = computer.between(1, 4); jumps > 0; jumps -= 1) {
      await clock.advanceInSteps(computer.between(0, 90) * SECOND)
      clock.set(Math.max(0, clock.now() + anyJump(computer)))
    }
    far.mood.length = 0
    far.failures.length = 0
    await clock.advanceInSteps(LONGEST_MS)
    const counts = await program.queue.counts(ANN)
    mustEqual([counts.pending, counts.leased, counts.failed, counts.dead], [0, 0, 0, 0], 'open after 16 minutes')
    for (const [id, occurredAt] of recorded) {
      const arrived = far.effects.get(id)?.payload as { occurredAt?: number } | undefined
      mustEqual(arrived?.occurredAt, occurredAt, `time of ${id} at the server`)
      const task = await program.queue.task(id)
      if (task) mustEqual(task.attempts, far.answers.get(id), `attempts of ${id}`)
    }
  })
}

/** Some entries, the last one perhaps still running or paused. Returns when each event happened. */
async function work({ clock, program, between, random }: Computer): Promise<Map<TaskId, number>> {
  const recorded = new Map<TaskId, number>()
  const note = async (call: Promise<{ entry: { id: EntryId } }>) => {
    const at = clock.now()
    await call
    for (const { id } of await program.queue.tasks({ account: ANN, limit: 1000 }))
      if (!recorded.has(id)) recorded.set(id, at)
    await clock.advanceInSteps(between(1, 3 * MINUTE))
  }
  for (let entries = between(1, 3); entries > 0; entries -= 1) {
    await note(program.tracker.start())
    if (random() < 0.5) await note(program.tracker.pause())
    if (entries > 1 || random() < 0.5) await note(program.tracker.stop())
  }
  return recorded
}

/** What the server answers next instead of taking it. */
function spoil({ far, between, random }: Computer): void {
  const failures = ['server', 'throttled', 'offline', 'timeout'] as const
  for (let n = between(0, 3); n > 0; n -= 1) {
    const kind = failures[between(0, 3)] ?? 'server'
    const asked = kind === 'server' || kind === 'throttled' ? [undefined, 20 * SECOND, DAY][between(0, 2)] : undefined
    far.failures.push([kind, asked])
  }
  for (let n = between(0, 6); n > 0; n -= 1)
    far.mood.push(() => {
      if (random() < 0.5) return { kind: 'retry', reason: WHY, afterMs: between(0, 2 * DAY) }
      return { kind: 'blocked', reason: WHY }
    })
}

/** What programs leave behind that died while they delivered. */
async function leaveLeaseAndLock({ program, between }: Computer): Promise<void> {
  await program.queue.claim({ account: ANN, limit: between(1, 3) })
  await program.locks.tryAcquire(`sync:${ANN}`, 30 * SECOND)
}

/** A lease, a lock, a wait: each ends for everybody else after its time, and a jump never makes that longer than told. */
export async function deadlinesEnd(setting: Setting): Promise<void> {
  await onComputer(setting, leaseEnds)
  await onComputer(setting, lockEnds)
  await onComputer(setting, waitEnds)
}

async function leaseEnds(computer: Computer): Promise<void> {
  const { clock, program } = computer
  await program.tracker.start()
  const first = await program.queue.claim({ account: ANN, limit: 10 })
  must(first !== undefined, 'nothing could be claimed')
  const jump = anyJump(computer)
  clock.set(Math.max(0, clock.now() + jump))
  const second = await until(computer, () => program.queue.claim({ account: ANN, limit: 10 }))
  // A clock put back by less than a minute cannot be told from one that was not.
  const longest = jump >= 60 * SECOND ? 0 : jump > -60 * SECOND ? 60 * SECOND - jump : 120 * SECOND
  must(second.after < longest + SECOND, () => `a lease was held for ${second.after} ms after a jump of ${jump} ms`)
  const id = first.tasks[0]?.id as TaskId
  mustEqual(
    await program.queue.settle(first.token, [{ id, result: 'sent' }]),
    { settled: 0, stale: [id] },
    'late answer',
  )
  mustEqual((await program.queue.task(id))?.attempts, 0, 'attempts after a lost lease')
}

async function lockEnds(computer: Computer): Promise<void> {
  const { clock, program } = computer
  const ttl = 30 * SECOND
  const held = await program.locks.tryAcquire('model', ttl)
  const jump = anyJump(computer)
  clock.set(Math.max(0, clock.now() + jump))
  const next = await until(computer, () => program.locks.tryAcquire('model', ttl))
  must(next.after <= 2 * ttl + SECOND, () => `a lock was held for ${next.after} ms after a jump of ${jump} ms`)
  must(next.value.epoch === (held?.epoch ?? 0) + 1, 'the epoch of a lock did not grow')
  must((await held?.renew()) === false, 'a lock that was taken over could be renewed')
}

async function waitEnds(computer: Computer): Promise<void> {
  const { clock, program, between } = computer
  await program.tracker.start()
  const lease = await program.queue.claim({ account: ANN, limit: 10 })
  const id = lease?.tasks[0]?.id as TaskId
  const wait = between(0, 2 * DAY)
  await program.queue.settle(lease?.token as never, [
    { id, result: 'failed', notBefore: clock.now() + wait, reason: WHY },
  ])
  const jump = anyJump(computer)
  clock.set(Math.max(0, clock.now() + jump))
  const due = (await program.queue.nextDueAt(ANN)) ?? Number.NaN
  const told = Math.max(0, due - clock.now())
  must(told <= LONGEST_MS, () => `due only in ${told} ms after a jump of ${jump} ms`)
  const next = await until(computer, () => program.queue.claim({ account: ANN, limit: 10 }))
  must(
    next.after <= told + 1000 && next.after >= told - 1000,
    () => `due in ${told} ms, claimed after ${next.after} ms`,
  )
  mustEqual(
    next.value.tasks.map((task) => [task.id, task.attempts]),
    [[id, 1]],
    'what waited',
  )
}

/** Asks again and again; tells after how much true time there was an answer. */
async function until<T>({ clock }: Computer, ask: () => Promise<T | undefined>): Promise<{ value: T; after: number }> {
  const from = clock.monotonic()
  for (;;) {
    const value = await ask()
    const after = clock.monotonic() - from
    if (value !== undefined) return { value, after }
    must(after <= 2 * LONGEST_MS, 'never free again')
    clock.advance(SECOND)
  }
}
