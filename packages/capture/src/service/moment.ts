import type { AccountId, Clock, Entry, EntryId, Logger, NewId, ShotKeeper, TaskId } from '@meantime/core'
import type { CaptureSettings } from '../consent/capture-settings.js'
import type { PictureOptions, ScreenPicture } from '../picture/picture.js'
import type { PicturePipeline } from '../picture/pipeline.js'
import { privacyRules } from '../privacy/rules.js'
import type { Interval } from '../schedule/moments.js'
import type { SpentIntervals } from '../schedule/spent-intervals.js'
import type { BlindSpots } from './blind-spots.js'
import type { Camera } from './camera.js'
import type { Gate } from './gate.js'
import type { LastKept } from './last-kept.js'
import { reasonOf } from './reasons.js'
import { type SkippedMoment, Skips } from './skips.js'

export interface MomentDeps {
  readonly gate: Gate
  readonly blind: BlindSpots
  readonly spent: SpentIntervals
  readonly camera: Camera
  readonly pipeline: (options: PictureOptions) => PicturePipeline
  readonly lastKept: LastKept
  readonly keeper: ShotKeeper
  /** Writes down why there is no picture. */
  readonly skipped: (moment: SkippedMoment, skips: Skips) => Promise<void>
  readonly clock: Clock
  readonly newId: NewId
  readonly logger: Logger
}

interface Shooting {
  readonly entryId: EntryId
  readonly settings: CaptureSettings
  readonly signal: AbortSignal
  readonly skips: Skips
}

/** What happens when a moment has come: a picture of each screen or the reason why not, in the ledger, once. */
export class Moment {
  constructor(
    private readonly deps: MomentDeps,
    private readonly account: AccountId,
    private readonly interval: Interval,
  ) {}

  /** The signal's reason is a code, and ends up in the ledger. */
  async take(signal: AbortSignal): Promise<void> {
    const { gate, blind, spent, logger } = this.deps
    const answer = await gate.ask(this.account)
    if (answer.entry === undefined || !(await spent.take(this.account, this.interval))) return
    const entryId = answer.entry.id
    if (!answer.may) return this.skipped(entryId, new Skips(answer.reason))
    const skips = new Skips()
    try {
      await blind.are(this.account, await gate.unknown())
      await this.shoot({ entryId, settings: answer.settings, signal, skips })
    } catch (error) {
      if (!signal.aborted) logger.warn('a screenshot could not be made', { error: String(error) })
      skips.note(signal.aborted ? String(signal.reason) : reasonOf(error, 'picture-failed'))
    }
    await this.skipped(entryId, skips)
  }

  /** It is too late for this one, or too early after the one before. */
  async skip(reason: 'missed' | 'busy', entry: Entry): Promise<void> {
    if (await this.deps.spent.take(this.account, this.interval)) await this.skipped(entry.id, new Skips(reason))
  }

  private skipped(entryId: EntryId, skips: Skips): Promise<void> {
    return this.deps.skipped({ account: this.account, entryId, takenAt: this.interval.at }, skips)
  }

  private async shoot(shooting: Shooting): Promise<void> {
    const { settings, signal, skips } = shooting
    const { excludedApps: apps, excludedTitles: titles, pixelate: pixelateAll } = settings
    // Before anything is looked at: rules that cannot be understood end it here.
    const rules = privacyRules({ apps, titles, pixelateAll })
    const seen = await this.deps.camera.take(this.account, settings.screens, signal)
    if ('reason' in seen) return skips.note(seen.reason)
    const { pictures, missed } = await this.deps.pipeline(settings).process(seen, rules, signal)
    for (const { screen, reason } of missed) {
      this.deps.logger.warn('a screen gave no picture', { screen, reason })
      skips.note('screen-missed', screen)
    }
    for (const picture of pictures) await this.keep(picture, shooting)
  }

  private async keep(picture: ScreenPicture, { entryId, settings, signal, skips }: Shooting): Promise<void> {
    const { gate, lastKept, keeper, newId, clock, logger } = this.deps
    const { screen, takenAt, hash: _, bytes, ...facts } = picture
    if (lastKept.isSame(entryId, picture)) return skips.note('unchanged', screen)
    // Making it took a while, and writing it may: what holds now decides, not what held then.
    const forbidden = async (): Promise<string | undefined> => {
      const answer = await gate.ask(this.account, entryId)
      signal.throwIfAborted()
      return answer.may ? undefined : answer.reason
    }
    let reason = await forbidden()
    if (reason !== undefined) return skips.note(reason)
    const [id, holdUntil] = [newId() as TaskId, clock.now() + settings.coolingOffMinutes * 60_000]
    const shot = { id, account: this.account, entryId, takenAt, monitor: screen, holdUntil }
    try {
      await keeper.keep(shot, bytes, facts, async () => {
        reason = await forbidden()
        if (reason !== undefined) throw new Error(reason)
      })
      lastKept.kept(entryId, picture)
    } catch (error) {
      signal.throwIfAborted()
      if (reason !== undefined) return skips.note(reason)
      logger.warn('a screenshot could not be written', { screen, error: String(error) })
      skips.note(reasonOf(error, 'not-stored'), screen)
    }
  }
}
