import { CLOCK, SHOT_LEDGER, type Shot, type ShotState, TASK_QUEUE, type Task, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { localeOf } from '../output/locale.js'
import { shotDocument } from '../output/shot-document.js'
import { shotList } from '../output/shot-list.js'
import { SCREENSHOTS } from '../services.js'
import { timeFormat } from '../time/format.js'

export interface ScreenshotsListOptions {
  readonly state?: readonly string[]
  readonly day?: string
  readonly limit: string
}

const STATES: readonly ShotState[] = ['held', 'queued', 'sent', 'deleted', 'dropped', 'skipped']
const GROUPS: Readonly<Record<string, readonly ShotState[]>> = { here: ['held', 'queued'] }
const MAX_LIMIT = 100_000

export async function run(context: Context, { options }: Invocation<ScreenshotsListOptions>): Promise<undefined> {
  const states = options.state?.flatMap(statesOf)
  const limit = limitOf(options.limit)
  const app = await context.open([TIME_TRACKER, SHOT_LEDGER, TASK_QUEUE, SCREENSHOTS], undefined, {
    capture: 'switches',
  })
  const [clock, { account }] = [app.get(CLOCK), app.get(TIME_TRACKER)]
  const [now, zone] = [clock.now(), clock.zone()]
  const period = options.day === undefined ? {} : await dayNamed(options.day, { now, zone })
  const query = { account, limit, ...period, ...(states ? { states } : {}) }
  const shots = await app.get(SHOT_LEDGER).list(query)
  const lines = await Promise.all(shots.map(async (shot) => ({ shot, task: await taskOf(shot) })))
  const time = timeFormat({ zone, locale: localeOf(context.io.env) })
  const reasonWords = (code: string) => app.get(SCREENSHOTS).reasonWords(code)
  context.out.result({ screenshots: lines.map(({ shot, task }) => shotDocument(shot, task)) }, (style) =>
    shotList(
      lines.map(({ shot, task }) => ({ shot, context: { time, now, task, reasonWords } })),
      zone,
      style,
    ),
  )
  if (lines.length === 0) context.out.note('No screenshots to show.')
  if (lines.length === limit) context.out.note(`Only the newest ${limit} are shown; name more by --limit.`)
  return undefined

  async function taskOf({ id, state }: Shot): Promise<Task | undefined> {
    return state === 'queued' ? app.get(TASK_QUEUE).task(id) : undefined
  }
}

async function dayNamed(day: string, place: { now: number; zone: string }): Promise<{ from: number; to: number }> {
  const { periodOf } = await import('../time/period.js')
  return periodOf({ from: day, to: day }, place)
}

function statesOf(name: string): readonly ShotState[] {
  const found = GROUPS[name] ?? STATES.filter((state) => state === name)
  if (found.length > 0) return found
  const known = [...Object.keys(GROUPS), ...STATES].join(', ')
  throw inputError('STATE_UNKNOWN', '--state names no state of a screenshot.', `Name one of ${known}.`)
}

function limitOf(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MAX_LIMIT) return limit
  throw inputError('LIMIT_INVALID', '--limit is not a whole number.', `Name one from 1 to ${MAX_LIMIT}.`)
}
