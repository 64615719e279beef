import { type AccountId, type Clock, LOCAL_ACCOUNT, type Profiles, type StateStore, token } from '@meantime/core'

/** What somebody agreed to have recorded. The level of input always is; the rest only where it is named. */
export interface ActivityConsent {
  /** UTC ms. */
  readonly at: number
  readonly apps: boolean
  readonly titles: boolean
}

/** The person's switch: off until they turn it on, for themselves alone, and every program goes by it within a minute. */
export class ActivitySwitch {
  constructor(
    private readonly state: StateStore,
    private readonly profiles: Profiles,
    private readonly clock: Clock,
  ) {}

  async turnOn({ apps = false, titles = false }: { apps?: boolean; titles?: boolean } = {}): Promise<ActivityConsent> {
    const consent = { at: this.clock.now(), apps: apps || titles, titles }
    await this.state.set(this.key, consent, { announce: true })
    return consent
  }

  async turnOff(): Promise<void> {
    await this.state.set(this.key, null, { announce: true })
  }

  async consent(): Promise<ActivityConsent | undefined> {
    return (await this.state.get<ActivityConsent | null>(this.key)) ?? undefined
  }

  get account(): AccountId {
    return this.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }

  private get key(): string {
    return `activity:consent:${this.account}`
  }
}

export const ACTIVITY_SWITCH = token<ActivitySwitch>('meantime.ActivitySwitch')
