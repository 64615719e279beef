import {
  type AccountId,
  type Entry,
  isQueueFullError,
  type Logger,
  type NewId,
  type OpenWindow,
  type Service,
  type TaskId,
  type TaskQueue,
  token,
} from '@meantime/core'
import type { Standing } from '../consent/screenshots.js'
import type { PresenceState } from '../presence/port.js'
import type { PresenceWatch } from '../presence/presence-watch.js'
import { excludesAnything, isExcluded, privacyRules } from '../privacy/rules.js'
import type { ActivityConsent, ActivitySwitch } from './consent.js'
import { type ActivityMinute, ActivityMinutes, type ActivitySample } from './minutes.js'

export interface ActivityOptions {
  /** Minutes that one task tells; a kill loses up to so many. @default 10 */
  readonly minutesPerSample?: number
  /** Input that came within this long before a look counts for it. @default 15 000 ms, how often is looked */
  readonly recentMs?: number
}

export interface ActivityDeps {
  readonly watch: Pick<PresenceWatch, 'onLook' | 'onRest'>
  readonly activity: ActivitySwitch
  /** What forbids pictures just now forbids samples too. Absent: there are no such rules here. */
  readonly standing: (() => Promise<Standing>) | undefined
  /** The window in front; undefined when the system does not say. */
  readonly activeWindow: () => Promise<OpenWindow | undefined>
  readonly queue: TaskQueue
  readonly newId: NewId
  readonly logger: Logger
}

/**
 * Records how much input there was in each minute of an entry and, where its person agreed, in which program. Whatever
 * cannot be found out or is excluded is left out; where it cannot be told whether it may be recorded, nothing is.
 */
export class ActivityRecorder implements Service {
  private readonly minutes: ActivityMinutes
  private readonly recentMs: number
  private unsubscribe: readonly (() => void)[] = []
  /** One after the other: what is recorded must be in order. */
  private work: Promise<void> = Promise.resolve()
  private account: AccountId | undefined

  constructor(
    private readonly deps: ActivityDeps,
    { minutesPerSample = 10, recentMs = 15_000 }: ActivityOptions = {},
  ) {
    this.minutes = new ActivityMinutes(minutesPerSample)
    this.recentMs = recentMs
  }

  start(): void {
    const { watch } = this.deps
    this.unsubscribe = [
      watch.onLook((state, entry, at) => this.after(() => this.look(state, entry, at))),
      watch.onRest(() => this.after(() => this.keep(this.minutes.end()))),
    ]
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribe) unsubscribe()
    this.after(() => this.keep(this.minutes.end()))
    await this.work
  }

  private after(work: () => Promise<void>): void {
    this.work = this.work.then(work).catch((error: unknown) => {
      this.deps.logger.warn('an activity sample was not recorded', { reason: String(error) })
    })
  }

  private async look({ idleMs, locked }: PresenceState, entry: Entry, at: number): Promise<void> {
    const consent = await this.permitted(locked)
    const { account } = this.deps.activity
    if (this.account !== account || consent === undefined) await this.keep(this.minutes.end())
    this.account = account
    if (consent === undefined) return
    const look = { entryId: entry.id, at, input: idleMs === 'unknown' ? undefined : idleMs < this.recentMs }
    const window = this.minutes.beginsMinute(look) ? await this.window(consent) : {}
    await this.keep(this.minutes.add(look, window))
  }

  private async permitted(locked: PresenceState['locked']): Promise<ActivityConsent | undefined> {
    if (locked === true) return undefined
    const consent = await this.deps.activity.consent()
    const standing = consent && (await this.deps.standing?.())
    const forbidden = standing && (standing.private || standing.privatePeriod !== undefined || standing.pausedUntil)
    return forbidden ? undefined : consent
  }

  private async window(consent: ActivityConsent): Promise<Pick<ActivityMinute, 'app' | 'title'>> {
    if (!consent.apps) return {}
    const window = await this.deps.activeWindow().catch(() => undefined)
    if (!window?.app || (await this.excluded(window))) return {}
    const title = consent.titles && window.title ? { title: cut(window.title, 500) } : {}
    return { app: cut(window.app, 200), ...title }
  }

  private async excluded(window: OpenWindow): Promise<boolean> {
    const standing = await this.deps.standing?.()
    if (!standing) return false
    const { excludedApps: apps, excludedTitles: titles } = standing.settings
    const rules = privacyRules({ apps, titles })
    return excludesAnything(rules) && isExcluded(rules, window)
  }

  private async keep(sample: ActivitySample | undefined): Promise<void> {
    const { account } = this
    if (sample === undefined || account === undefined) return
    const { queue, newId, logger } = this.deps
    const id = newId() as TaskId
    const { entryId } = sample
    try {
      await queue.enqueue({ id, account, entityType: 'activity', entryId, payload: { id, ...sample } })
    } catch (error) {
      if (!isQueueFullError(error)) throw error
      logger.warn('the queue is full: an activity sample was given up', { minutes: sample.minutes.length })
    }
  }
}

/** As much as a server takes, and nothing that it would refuse. */
const cut = (text: string, most: number): string =>
  [...text.replaceAll('\0', '').toWellFormed().slice(0, most)].join('').toWellFormed()

export const ACTIVITY_RECORDER = token<ActivityRecorder>('meantime.ActivityRecorder')
