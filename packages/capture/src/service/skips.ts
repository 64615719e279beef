import type { Logger, NewId, ShotLedger, SkippedShot, TaskId } from '@meantime/core'

/** Why there is no picture, each reason once, with the screens that it is about. */
export class Skips {
  readonly reasons = new Map<string, string[]>()

  constructor(reason?: string) {
    if (reason !== undefined) this.note(reason)
  }

  note(reason: string, screen?: string): void {
    const screens = this.reasons.get(reason) ?? []
    this.reasons.set(reason, screen === undefined ? screens : [...screens, screen])
  }
}

export type SkippedMoment = Pick<SkippedShot, 'account' | 'entryId' | 'takenAt'>

export interface SkipsDeps {
  readonly ledger: ShotLedger
  readonly newId: NewId
  readonly logger: Logger
}

/** One line for each reason, at the moment that was due. One that cannot be written is told in the log; tracking goes on. */
export async function recordSkips(
  { ledger, newId, logger }: SkipsDeps,
  { account, entryId, takenAt }: SkippedMoment,
  { reasons }: Skips,
): Promise<void> {
  for (const [reason, screens] of reasons) {
    const monitor = screens.length === 0 ? {} : { monitor: screens.join(', ') }
    const id = newId() as TaskId
    const line: SkippedShot = { id, account, entryId, takenAt, state: 'skipped', reason, ...monitor }
    await ledger.record(line).catch((error: unknown) => {
      logger.warn('why there is no screenshot could not be written down', { reason, error: String(error) })
    })
  }
}
