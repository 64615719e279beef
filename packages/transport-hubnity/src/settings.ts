export interface HubnityTransportOptions {
  /** The server's address with its prefix, such as `https://hubnity.example.org/api/v1`. */
  server: string
  /** How long one request may take from the connection to the last byte; a picture may take twice as long. @default 15_000 */
  timeoutMs?: number
  /** @default 'meantime' */
  userAgent?: string
  /** Requests a minute to one endpoint; the server refuses more than 100. @default 90 */
  perMinute?: number
  /** How often a running program tells the server that somebody is there. @default 60_000 */
  heartbeatMs?: number
}

/** The options with their defaults; `server` has been checked and has no slash at the end. */
export type HubnitySettings = Readonly<Required<HubnityTransportOptions>>
