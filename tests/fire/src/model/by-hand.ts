import type { Settlement, TaskId } from '@meantime/core'
import type { Of } from './commands.js'
import { checkClaim } from './invariants.js'
import { isOpen } from './rows.js'
import { must, mustEqual } from './violation.js'
import type { World } from './world.js'

export async function claim(world: World, { app, limit }: Of<'claim'>): Promise<void> {
  const { program } = await world.program(app)
  const lease = await program.queue.claim({ account: world.account, limit })
  if (!lease) return
  world.hands.push({ token: lease.token, tasks: lease.tasks, outcomes: new Map() })
  const ids = lease.tasks.map(({ id }) => id)
  const snapshot = world.rows.snapshot()
  for (const id of ids)
    must(snapshot.byId.get(id)?.lease_token === lease.token, () => `${id} was lent and is not leased`)
  checkClaim(snapshot, ids, limit)
}

/** Somebody's request, sent by hand; it may be the late one of a program that lost its lease long ago. */
export async function carry(world: World, { nth, fate }: Of<'carry'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, Math.min(world.hands.length, 4)))]
  if (!hand) return
  const given = new Map(world.ledger.answers)
  const outcomes = world.server.apply(hand.tasks, fate.kind === 'items' ? world.server.moody(fate.n) : undefined)
  // Whoever settles pays for the answer, not whoever asked.
  world.ledger.answers.clear()
  for (const [id, n] of given) world.ledger.answers.set(id, n)
  if (fate.kind === 'lost') return
  for (const [id, outcome] of outcomes) hand.outcomes.set(id, outcome)
}

export async function settle(world: World, { app, nth, n }: Of<'settle'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, Math.min(world.hands.length, 6)))]
  if (!hand) return
  const { program } = await world.program(app)
  const before = world.check()
  const some = hand.tasks.slice(n % 5 === 0 ? 1 : 0, n % 3 === 0 ? 2 : undefined)
  const twice = n % 7 === 0 ? [...some, ...some.slice(0, 1)] : some
  const settlements = twice.map(({ id }, index) =>
    settlementOf(id, hand.outcomes.get(id)?.kind, world.clock.now(), n + index),
  )
  const free = new Set(before.tasks.filter((row) => row.lease_token === hand.token).map(({ id }) => id))
  const stale: TaskId[] = []
  for (const { id, result } of settlements) {
    if (!free.delete(id)) stale.push(id)
    else if (result !== 'released') world.ledger.answered(id)
  }
  const told = await program.queue.settle(hand.token as never, settlements)
  mustEqual([told.stale, told.settled], [stale, twice.length - stale.length], 'what a settlement says')
  const after = world.rows.snapshot()
  for (const id of stale) {
    if (some.some((task) => task.id === id) && before.byId.get(id)?.lease_token === hand.token) continue
    mustEqual(after.byId.get(id), before.byId.get(id), `${id} under a stale token`)
  }
}

function settlementOf(id: TaskId, outcome: string | undefined, now: number, n: number): Settlement {
  const reason = { code: 'by-hand', message: 'Said by the model.' }
  const notBefore = now + (n % 25) * 60_000
  if (outcome === 'applied' || outcome === 'duplicate') return { id, result: 'sent' }
  if (outcome === 'rejected') return { id, result: 'dead', reason }
  if (outcome === 'retry') return { id, result: 'failed', notBefore, reason }
  // A server may also refuse what it never took, in the middle of an entry.
  if (n % 4 === 3) return { id, result: 'dead', reason }
  return n % 2 ? { id, result: 'released' } : { id, result: 'released', notBefore, reason }
}

export async function renew(world: World, { app, nth }: Of<'renew'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, world.hands.length))]
  if (!hand) return
  const { program } = await world.program(app)
  const held = world.check().leases.some(({ token }) => token === hand.token)
  mustEqual(await program.queue.renew(hand.token as never), held, 'renewing a lease')
  const lease = world.rows.snapshot().leases.find(({ token }) => token === hand.token)
  must(!lease || lease.expires_at === world.clock.now() + 60_000, 'a renewed lease does not last a minute')
}

export async function retry(world: World, { app, nth }: Of<'retry'>): Promise<void> {
  const { program } = await world.program(app)
  const before = world.check()
  const id = nth === null ? undefined : world.ledger.someTask(nth)
  world.byHand = true
  await program.queue.retry(world.account, nth === null ? undefined : id ? [id] : [])
  const after = world.rows.snapshot()
  for (const row of before.tasks) {
    const meant = row.account_id === world.account && row.state === 'dead' && (nth === null || row.id === id)
    mustEqual(after.byId.get(row.id)?.state, meant ? 'pending' : row.state, `${row.id} after a retry by hand`)
  }
  const waiting = after.lanes.filter(({ state, account_id }) => state === 'waiting' && account_id === world.account)
  must(waiting.length === 0, 'a retry by hand left a lane waiting')
}

export async function cancel(world: World, { app, nth }: Of<'cancel'>): Promise<void> {
  const id = world.ledger.someTask(nth)
  if (!id) return
  const { program } = await world.program(app)
  const before = world.check()
  world.byHand = true
  const row = before.byId.get(id)
  const meant = row && ['pending', 'failed', 'dead'].includes(row.state)
  const start = meant && row.entity_type === 'time_entry_start'
  if (start) world.ledger.givenUp.add(row.lane)
  await program.queue.cancel([id])
  const after = world.rows.snapshot()
  for (const { id: other, state } of before.tasks) {
    const now = after.byId.get(other)?.state
    const known = world.ledger.tasks.get(other)
    const ofIt = start && (known?.of ?? known?.lane) === row.lane && isOpen({ state }) && state !== 'leased'
    mustEqual(now, meant && (other === id || ofIt) ? 'cancelled' : state, `${other} after a cancel`)
  }
}
