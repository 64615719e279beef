import { until } from '../until.js'
import type { DesktopSession } from './desktop-session.js'

interface Shown {
  readonly id: { readonly data: number }
  readonly summary: { readonly data: string }
  readonly body: { readonly data: string }
}

/** What the notification daemon has shown. It keeps what was closed. */
export class Notifications {
  private newest = 0

  constructor(private readonly session: DesktopSession) {}

  /** What was shown so far is not looked at any more. */
  forget(): void {
    this.newest = Math.max(this.newest, ...this.shown().map(({ id }) => id.data))
  }

  async told(title: string, words: string): Promise<void> {
    await until(`a notification “${title}” with “${words}”`, () =>
      this.shown().some(({ summary, body }) => summary.data === title && body.data.includes(words)),
    )
  }

  private shown(): readonly Shown[] {
    this.session.say('dunstctl', ['close-all'])
    const { data } = JSON.parse(this.session.say('dunstctl', ['history'])) as { readonly data: readonly Shown[][] }
    return data.flat().filter(({ id }) => id.data > this.newest)
  }
}
