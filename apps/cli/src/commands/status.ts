import {
  CLOCK,
  type Entry,
  PROFILES,
  type Profile,
  STATE_STORE,
  TASK_QUEUE,
  TIME_TRACKER,
  workedMs,
} from '@meantime/core'
import { lastSyncOf } from '@meantime/settings'
import { noticedAway } from '../away.js'
import type { Context } from '../context.js'
import { awayDocument, awayNotice } from '../output/away.js'
import { entryDocument, entryName } from '../output/entry.js'
import { lastSyncDocument, lastSyncWords } from '../output/last-sync.js'
import { localeOf } from '../output/locale.js'
import { noticeLines, noticesDocument, readNotices } from '../output/notices.js'
import { oneLine } from '../output/printable.js'
import { countsDocument, countsWords } from '../output/queue.js'
import type { Style } from '../output/style.js'
import { duration, type TimeFormat, ticking, timeFormat } from '../time/format.js'

/** Looks only at the disk: it tells the truth in no time, and offline. */
export async function run(context: Context): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, TASK_QUEUE, STATE_STORE])
  const [clock, tracker, queue, state] = [
    app.get(CLOCK),
    app.get(TIME_TRACKER),
    app.get(TASK_QUEUE),
    app.get(STATE_STORE),
  ]
  const now = clock.now()
  const { today } = await import('../time/today.js')
  const { day, bounds, worked } = today(now, clock.zone())
  const profile = app.get(PROFILES).current()
  const away = await noticedAway(context, app)
  const entry = await tracker.current()
  const entries = await tracker.entries({ from: bounds.from, to: bounds.to })
  const counts = await queue.counts(tracker.account)
  const { last, signInNeeded } = profile ? await lastSyncOf(state, profile.accountId) : NEVER
  const notices = await readNotices(state)
  const { dataDir, server, autoSync } = await context.configuration()
  const document = {
    at: new Date(now).toISOString(),
    entry: entry ? entryDocument(entry, now) : null,
    today: { day, workedMs: worked(entries) },
    account: profile ? { id: profile.accountId, email: profile.email, signInNeeded } : null,
    server: profile?.server ?? server ?? null,
    dataDir,
    autoSync,
    queue: countsDocument(counts),
    lastSync: lastSyncDocument(last),
    notices: noticesDocument(notices),
    away: away.map(awayDocument),
  }
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  context.out.result(document, (style) => {
    const rows: readonly (readonly [string, string])[] = [
      ['Today', `${duration(document.today.workedMs)} worked`],
      ['Account', accountWords(profile, signInNeeded)],
      ['Queue', countsWords(counts)],
      ['Last sync', oneLine(lastSyncWords(last, time, now), 300)],
      ['Data', dataDir],
    ]
    const told = awayNotice(away)
    const all = told === undefined ? rows : [...rows, ['Away', told] as const]
    const lines = all.map(([name, text]) => `${name.padEnd(10)} ${text}`)
    return [openEntry(entry, style, time, now), ...lines, ...noticeLines(notices, time)].join('\n')
  })
  return undefined
}

const NEVER = { last: undefined, signInNeeded: false }

function accountWords(profile: Profile | undefined, signInNeeded: boolean): string {
  if (profile === undefined) return 'nobody has signed in yet; run `meantime login` to deliver'
  const who = `${oneLine(profile.email)} at ${profile.server}`
  return signInNeeded ? `${who}; signed out, run \`meantime login\` to deliver` : who
}

function openEntry(entry: Entry | undefined, style: Style, time: TimeFormat, now: number): string {
  if (entry === undefined) return style.faint('Nothing is running.')
  const state = entry.state === 'running' ? style.good('Running') : style.strong('Paused')
  const since = `since ${time.moment(entry.startedAt, now)}`
  return `${state} ${style.strong(entryName(entry))} ${since}, ${ticking(workedMs(entry, now))} worked`
}
