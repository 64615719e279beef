import { applyEvent, type ClaimedTask, type Entry, type Outcome, type Reason, type TaskId } from '@meantime/core'
import type { Asker } from './hubnity-api.js'
import type { Kept } from './kept.js'
import type { Projects } from './projects.js'
import { readEvent } from './time-event.js'
import { closedForm, deletedForm, openForm, type Wanted } from './wanted.js'

/** The entry as it is after one more event. */
export interface Step {
  readonly task: ClaimedTask
  readonly entry: Entry
  /** The server's id of its project. */
  readonly projectId: string | null
}

/** What one batch has of one entry. */
export interface Lane {
  readonly id: string
  kept: Kept
  /** Not delivered yet, in order. */
  readonly steps: readonly Step[]
  /** Delivered before, as far as is known here. */
  readonly replays: readonly ClaimedTask[]
  /** What is certain without asking about the entry: rejected, and blocked behind it. */
  readonly outcomes: ReadonlyMap<TaskId, Outcome>
  /** The entry does not run any more here, whatever the first of its steps say: more about it is here or on its way. */
  readonly over: boolean
}

interface Sources {
  readonly projects: Projects
  readonly asker: Asker
  /** What is known of an entry, with what another program has begun of it at the server. */
  readonly keptOf: (entry: string) => Promise<Kept>
  /** The entry as it is here by now, whatever of it is in the batch; undefined when that is not known. */
  readonly newest: (entry: string) => Promise<Entry | undefined>
}

/** Reads what is known of an entry and folds what is new into it, up to the first event that makes no sense. */
export async function prepareLane(tasks: readonly ClaimedTask[], sources: Sources): Promise<Lane> {
  const id = tasks[0]?.lane ?? ''
  const kept = await sources.keptOf(id)
  const newest = await sources.newest(id)
  const outcomes = new Map<TaskId, Outcome>()
  const steps: Step[] = []
  const replays: ClaimedTask[] = []
  let { entry } = kept
  let projectId = kept.pushed?.projectId ?? null
  for (const [place, task] of tasks.entries()) {
    if (kept.events.includes(task.id)) {
      replays.push(task)
      continue
    }
    const next = await step(task, { entry, projectId, newest }, sources)
    if ('outcome' in next) {
      outcomes.set(task.id, next.outcome)
      for (const later of tasks.slice(place + 1)) outcomes.set(later.id, blocked(BEHIND_REFUSED))
      break
    }
    steps.push(next)
    entry = next.entry
    projectId = next.projectId
  }
  const last = steps.at(-1)?.entry
  const over = last === undefined || isOver(last) || (newest !== undefined && isOver(newest))
  return { id, kept, steps, replays, outcomes, over }
}

export function wantedFor({ entry, projectId }: Pick<Step, 'entry' | 'projectId'>, over: boolean): Wanted {
  if (entry.state === 'deleted') return deletedForm(entry, projectId)
  return over || entry.state === 'stopped' ? closedForm(entry, projectId) : openForm(entry, projectId)
}

const isOver = ({ state }: Entry): boolean => state === 'stopped' || state === 'deleted'

export const blocked = (reason: Reason): Outcome => ({ kind: 'blocked', reason })

export const BEHIND_REFUSED: Reason = {
  code: 'behind-invalid',
  message: 'Something earlier in the same entry was not taken.',
}

const UNKNOWN: Reason = { code: 'entry-unknown', message: 'The start of this entry is not at the server.' }

async function step(
  task: ClaimedTask,
  before: { readonly entry: Entry | undefined; readonly projectId: string | null; readonly newest: Entry | undefined },
  { projects, asker }: Sources,
): Promise<Step | { readonly outcome: Outcome }> {
  const event = readEvent(task)
  if ('code' in event) return { outcome: { kind: 'rejected', reason: event } }
  const entry = applyEvent(before.entry, event)
  if (entry === undefined) return { outcome: blocked(UNKNOWN) }
  const project = event.type === 'start' ? event.project : event.type === 'edit' ? event.changes.project : undefined
  if (project === undefined) return { task, entry, projectId: before.projectId }
  const idOf = async (name: string | null) => (name === null ? { id: null } : projects.idOf(name, asker))
  const found = await idOf(project)
  if ('id' in found && found.id !== null) return { task, entry, projectId: found.id }
  // Its person may have put it right since, in an edit that is not in this batch: then nothing is refused on the way there.
  const better = await idOf(before.newest?.project ?? null)
  if ('id' in better && better.id !== null) return { task, entry, projectId: better.id }
  if ('problem' in found) return { outcome: { kind: 'rejected', reason: found.problem } }
  return { task, entry, projectId: null }
}
