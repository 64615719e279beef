/** One way to ask the system. Never throws; what it does not know is `unknown`. */
export interface PresenceSource {
  /** For the log: `X11`, `D-Bus`. */
  readonly name: string
  /** Since the last key, click or movement, in ms. */
  idleMs(): Promise<number | 'unknown'>
  locked(): Promise<boolean | 'unknown'>
  close(): void
}
