import type { AccountId, Entry, TaskId } from '@meantime/core'

/** An entry as this model understands it, by rules of its own rather than by core's fold. */
export interface Sheet {
  readonly id: string
  readonly account: AccountId
  state: 'running' | 'paused' | 'stopped' | 'deleted'
  text: string
  startedAt: number
  endedAt: number | null
  stretches: { from: number; to: number | null }[]
  /** What was recorded about it, oldest first. */
  readonly events: { readonly id: TaskId; readonly type: string; readonly occurredAt: number }[]
}

export interface Change {
  readonly type: string
  readonly at: number
  readonly text?: string
  readonly stretches?: readonly { readonly from: number; readonly to: number | null }[]
}

export function begun(id: string, account: AccountId, at: number, text: string): Sheet {
  const stretches = [{ from: at, to: null }]
  return { id, account, state: 'running', text, startedAt: at, endedAt: null, stretches, events: [] }
}

/** The last moment it knows of; time that went back counts from there. */
export function latest({ stretches, startedAt }: Sheet): number {
  const last = stretches.at(-1)
  return last?.to ?? last?.from ?? startedAt
}

/** Only changes that are allowed in its state come here. */
export function change(sheet: Sheet, { type, at, text, stretches }: Change): void {
  const moment = Math.max(at, latest(sheet))
  if (type === 'resume') {
    sheet.stretches.push({ from: moment, to: null })
    sheet.state = 'running'
  } else if (type === 'edit') {
    if (text !== undefined) sheet.text = text
    if (stretches) replace(sheet, stretches)
  } else if (sheet.state !== 'stopped') {
    const last = sheet.stretches.at(-1)
    if (last && last.to === null) last.to = moment
    if (type !== 'pause') sheet.endedAt = moment
    sheet.state = type === 'pause' ? 'paused' : 'stopped'
  }
  if (type === 'delete') sheet.state = 'deleted'
}

function replace(sheet: Sheet, stretches: NonNullable<Change['stretches']>): void {
  sheet.stretches = stretches.map((stretch) => ({ ...stretch }))
  sheet.startedAt = stretches[0]?.from ?? sheet.startedAt
  const end = stretches.at(-1)?.to ?? null
  if (end === null) sheet.state = 'running'
  else if (sheet.state === 'running' || sheet.state === 'stopped') {
    sheet.state = 'stopped'
    sheet.endedAt = end
  }
}

/** What both the program and the server must agree on. */
export function shown(entry: Sheet | Entry) {
  const { state, startedAt, endedAt } = entry
  const text = 'text' in entry ? entry.text : entry.description
  const stretches = 'stretches' in entry ? entry.stretches : entry.segments
  return { state, text, startedAt, endedAt, stretches: stretches.map(({ from, to }) => [from, to]) }
}
