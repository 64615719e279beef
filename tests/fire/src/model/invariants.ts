import { PRIORITY, type TaskId } from '@meantime/core'
import type { Ledger } from './ledger.js'
import { CAPACITY } from './program.js'
import { isOpen, type LaneRow, type Snapshot, type TaskRow } from './rows.js'
import type { ModelServer } from './server.js'
import { must, mustEqual } from './violation.js'

const WEEK_MS = 7 * 24 * 60 * 60_000

export interface Step {
  readonly before: Snapshot
  readonly after: Snapshot
  /** The latest moment that the clock showed in the step, UTC ms. */
  readonly latest: number
  /** Whether a person revived or gave up tasks in it. */
  readonly byHand: boolean
}

/** What must hold after every single step, whatever it was. */
export function checkStep(step: Step, ledger: Ledger, server: ModelServer): void {
  if (step.before === step.after) return
  checkPresence(step, ledger, server)
  for (const row of step.after.tasks) checkTask(row, step, ledger, server)
  checkCounters(step.after)
  checkLanes(step.after)
}

/** Every acknowledged task is there, or was given up and written down, or was delivered a week ago. */
function checkPresence({ before, after, latest }: Step, ledger: Ledger, server: ModelServer): void {
  const dropped = new Map(after.drops.map(({ task_id, entity_type }) => [task_id, entity_type]))
  must(dropped.size === after.drops.length, 'a task was dropped twice')
  for (const task of ledger.tasks.values()) {
    if (after.byId.has(task.id)) {
      must(task.gone === undefined, () => `${task.id} was ${task.gone} and is back`)
      must(!dropped.has(task.id), () => `${task.id} is in the drop ledger and in the queue`)
    } else if (dropped.has(task.id)) {
      must(PRIORITY[task.type] === 2, () => `${task.type} ${task.id} was dropped; only Normal ones may be`)
      task.gone = 'dropped'
    } else if (task.gone !== 'purged') {
      const last = before.byId.get(task.id)
      const old = last === undefined || last.sent_at === null || last.sent_at < latest - WEEK_MS
      must(server.effects.has(task.id) && old, () => `${task.type} ${task.id} is lost (it was ${last?.state})`)
      task.gone = 'purged'
    }
  }
  for (const { id } of after.tasks) must(ledger.tasks.has(id), () => `${id} is in the queue, but nobody recorded it`)
  for (const id of dropped.keys()) must(ledger.tasks.has(id), () => `${id} was dropped, but nobody recorded it`)
}

function checkTask(row: TaskRow, { before, byHand }: Step, ledger: Ledger, server: ModelServer): void {
  const { id, state, entity_type, lane, account_id } = row
  const known = ledger.tasks.get(id)
  if (!known) return
  mustEqual([lane, account_id, entity_type], [known.lane, known.account, known.type], `${id} changed`)
  must(row.priority === PRIORITY[entity_type], () => `${id} has priority ${row.priority}`)
  must((row.payload === 1) === (state !== 'sent' && state !== 'cancelled'), () => `payload of ${state} ${id}`)
  must((row.lease_token !== null) === (state === 'leased'), () => `lease of ${state} ${id}`)
  must((row.sent_at !== null) === (state === 'sent'), () => `sent_at of ${state} ${id}`)
  must(state !== 'sent' || server.effects.has(id), () => `${id} is marked sent and never took effect`)
  if (state === 'cancelled') known.cancelled = true
  const was = before.byId.get(id)?.state
  must(was !== 'sent' && was !== 'cancelled' ? true : was === state, () => `${id} went from ${was} to ${state}`)
  must(was !== 'dead' || state === 'dead' || byHand, () => `${id} was dead and became ${state} by itself`)
  const givenUp = ledger.isGivenUp(known)
  must(state !== 'cancelled' || was === 'cancelled' || byHand || givenUp, () => `${id} was cancelled by nobody`)
  const left = givenUp && (state === 'leased' ? was !== 'leased' : state !== 'sent' && state !== 'cancelled')
  must(!left, () => `${id} is ${state}, and its entry was given up`)
  checkAttempts(row, known, ledger)
}

/** Only a real answer about the task costs an attempt. */
function checkAttempts({ id, attempts }: TaskRow, known: { attempts: number }, ledger: Ledger): void {
  const spent = attempts - known.attempts
  if (spent === 0) return
  const answers = ledger.answers.get(id) ?? 0
  must(spent > 0 && spent <= answers, () => `${id} spent ${spent} attempts on ${answers} answers`)
  ledger.answers.set(id, answers - spent)
  known.attempts = attempts
}

function checkCounters({ tasks, drops, counters }: Snapshot): void {
  const counts = new Map<string, number>()
  let dropped = 0
  for (const { account_id, state } of tasks) {
    const key = `${account_id} ${state}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const { account_id, state, n } of counters) {
    if (state === 'dropped') dropped += n
    else {
      must(counts.get(`${account_id} ${state}`) === n, () => `counter ${account_id} ${state} says ${n}`)
      counts.delete(`${account_id} ${state}`)
    }
  }
  must(counts.size === 0, () => `no counter for ${[...counts.keys()].join(', ')}`)
  must(dropped === drops.length, `${drops.length} were dropped, ${dropped} counted`)
}

export function byLane(tasks: readonly TaskRow[]): Map<string, TaskRow[]> {
  const lanes = new Map<string, TaskRow[]>()
  for (const task of tasks) {
    if (!isOpen(task)) continue
    const lane = lanes.get(task.lane)
    if (lane) lane.push(task)
    else lanes.set(task.lane, [task])
  }
  return lanes
}

/** Each lane's row says what its tasks say. */
function checkLanes({ tasks, lanes, leases }: Snapshot): void {
  const open = byLane(tasks)
  must(open.size === lanes.length, `${open.size} lanes have open tasks, ${lanes.length} have rows`)
  for (const lane of lanes) {
    const own = open.get(lane.key) ?? []
    const [head] = own
    if (!head) continue
    const priority = own.reduce((least, task) => Math.min(least, task.priority), 2)
    mustEqual([lane.priority, lane.head_seq], [priority, head.seq], `priority and head of lane ${lane.key}`)
    checkLaneState(lane, own, open)
  }
  const held = new Map<string, number>()
  for (const { lease_token } of tasks) if (lease_token) held.set(lease_token, (held.get(lease_token) ?? 0) + 1)
  must(held.size === leases.length, `${held.size} leases hold tasks, ${leases.length} have rows`)
  for (const { token, open: n } of leases) must(held.get(token) === n, () => `lease ${token} says ${n}`)
}

function checkLaneState(lane: LaneRow, own: readonly TaskRow[], open: ReadonlyMap<string, readonly TaskRow[]>): void {
  const tokens = new Set(own.flatMap(({ lease_token }) => lease_token ?? []))
  must(tokens.size <= 1, () => `lane ${lane.key} is lent to two`)
  const startIsOpen = lane.waits_for !== null && open.get(lane.waits_for)?.[0]?.entity_type === 'time_entry_start'
  const must_be = tokens.size === 1 ? 'leased' : own[0]?.state === 'dead' ? 'blocked' : startIsOpen ? 'held' : undefined
  const right = must_be === undefined ? lane.state === 'ready' || lane.state === 'waiting' : lane.state === must_be
  must(right, () => `lane ${lane.key} is ${lane.state} instead of ${must_be ?? 'ready or waiting'}`)
  must(lane.state !== 'waiting' || lane.not_before !== null, () => `lane ${lane.key} waits for nothing`)
  must(lane.lease_token === ([...tokens][0] ?? null), () => `lane ${lane.key} names another lease`)
}

/** Right after a claim: most urgent lanes first, of each a contiguous prefix from its head. */
export function checkClaim({ tasks, lanes }: Snapshot, ids: readonly TaskId[], limit?: number): void {
  const leased = new Set(ids)
  must(leased.size === ids.length, 'a task was lent twice in one lease')
  must(limit === undefined || ids.length <= limit, `${ids.length} lent, ${limit} asked for`)
  const open = byLane(tasks)
  const order = tasks.filter(({ id }) => leased.has(id))
  must(order.length === ids.length, 'a task was lent that is not there')
  const lent = [...new Set(order.map(({ lane }) => lane))].map((key) => ({ key, own: open.get(key) ?? [] }))
  const ranked = lent.sort((a, b) => rank(a.own) - rank(b.own))
  const expected = ranked.flatMap(({ own }) => own.filter(({ id }) => leased.has(id)))
  mustEqual(
    ids,
    expected.map(({ id }) => id),
    'order of a claim',
  )
  for (const { key, own } of ranked) {
    const mine = own.filter(({ id }) => leased.has(id)).length
    must(
      own.slice(0, mine).every(({ id }) => leased.has(id)),
      () => `lane ${key} lent out of its middle`,
    )
    const next = own[mine]
    const full = limit === undefined || ids.length === limit
    must(next === undefined || next.state === 'dead' || full, () => `lane ${key} held back ${next?.id}`)
  }
  const last = Math.max(-1, ...ranked.map(({ own }) => rank(own)))
  const waiting = lanes.filter(({ state, account_id }) => state === 'ready' && account_id === order[0]?.account_id)
  for (const { key } of waiting) {
    must(limit === undefined || ids.length === limit, () => `lane ${key} was ready and left out`)
    must(rank(open.get(key) ?? []) > last, () => `lane ${key} is more urgent than what was lent`)
  }
}

/** By the most important of its open tasks, then by the oldest. */
function rank(own: readonly TaskRow[]): number {
  const priority = own.reduce((least, task) => Math.min(least, task.priority), 2)
  return priority * 1e9 + (own[0]?.seq ?? 0)
}

/** Worked time makes room as far as there are pictures that may go; nothing else is ever given up. */
export function checkRoom(before: Snapshot, after: Snapshot, incoming: number): void {
  const evictable = before.tasks.filter(({ state, priority }) => state === 'pending' && priority === 2)
  const excess = Math.max(0, before.tasks.filter(isOpen).length + incoming - CAPACITY)
  const given = after.drops.slice(before.drops.length).map(({ task_id }) => task_id)
  mustEqual(
    given,
    evictable.slice(0, excess).map(({ id }) => id),
    'what made room',
  )
}
