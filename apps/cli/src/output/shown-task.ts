import type { Entry, Priority, Task } from '@meantime/core'
import type { TimeFormat } from '../time/format.js'
import { entryName } from './entry.js'
import { oneLine, printable } from './printable.js'
import { taskDocument, taskWords } from './queue.js'

interface Known {
  readonly task: Task
  /** Undefined when it is over. */
  readonly payload: unknown
  readonly entry: Entry | undefined
}

const IMPORTANCE: Readonly<Record<Priority, string>> = {
  0: 'goes first',
  1: 'goes before pictures and samples',
  2: 'goes when nothing more important waits',
}
const TOKEN_FIELDS: ReadonlySet<string> = new Set(['accessToken', 'refreshToken', '_encrypted'])

/** Everything known about one task, as data; `next` is a sentence. */
export function shownTask({ task, payload, entry }: Known, time: TimeFormat, now: number) {
  return {
    ...taskDocument(task),
    priority: task.priority,
    next: nextWords(task, time, now),
    entry: entry ? { id: entry.id, state: entry.state, description: entry.description, project: entry.project } : null,
    payload: payload === undefined ? null : withoutTokens(payload),
  }
}

export function shownLines(shown: ReturnType<typeof shownTask>, task: Task, time: TimeFormat, now: number): string[] {
  const { what, state } = taskWords(task)
  const of = shown.entry ? ` of ${entryName(shown.entry)}` : ''
  const rows: [string, string][] = [
    ['Task', task.id],
    ['What', `${what}${of}; ${IMPORTANCE[task.priority]}`],
    ['Recorded', time.moment(task.createdAt, now)],
    ['State', state],
    ...(task.reason
      ? [['Why', `${oneLine(task.reason.message, 500)} (${oneLine(task.reason.code)})`] as [string, string]]
      : []),
    ['Tried', task.attempts === 1 ? 'once' : task.attempts === 0 ? 'not yet' : `${task.attempts} times`],
    ['Next', shown.next],
  ]
  const lines = rows.map(([name, text]) => `${name.padEnd(10)} ${text}`)
  if (shown.payload === null) return lines
  return [
    ...lines,
    'Content',
    ...printable(JSON.stringify(shown.payload, null, 2))
      .split('\n')
      .map((line) => `  ${line}`),
  ]
}

/** When it is delivered, or what must happen first. */
function nextWords(task: Task, time: TimeFormat, now: number): string {
  const { state, notBefore, sentAt, reason, id } = task
  const wait = notBefore !== undefined && notBefore > now ? ` Not before ${time.moment(notBefore, now)}.` : ''
  switch (state) {
    case 'sent':
      return `Nothing: it was delivered${sentAt === undefined ? '' : ` (${time.moment(sentAt, now)})`}.`
    case 'cancelled':
      return 'Nothing: it was discarded and is never sent.'
    case 'leased':
      return 'It is being sent now.'
    case 'dead':
      return `A person decides: \`meantime queue retry ${id}\` or \`meantime queue discard ${id}\`.`
    default:
      return `${AFTER[reason?.code ?? ''] ?? 'Delivered with the next sync.'}${wait}`
  }
}

const AFTER: Readonly<Record<string, string>> = {
  LANE_BLOCKED: 'Delivered after the earlier step of its entry is retried or discarded.',
  WAITS_FOR_START: 'Delivered after the start of its entry.',
  WAITS_FOR_UPLOAD: 'Delivered after its picture.',
}

/** None is ever kept; what came from elsewhere is looked at all the same. */
const withoutTokens = (payload: unknown): unknown =>
  JSON.parse(JSON.stringify(payload, (key, value: unknown) => (TOKEN_FIELDS.has(key) ? undefined : value)))
