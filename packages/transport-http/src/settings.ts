export interface HttpTransportOptions {
  /** The server's origin, or origin and path, such as `https://time.example.org` or `https://example.org/meantime`. */
  server: string
  /** How long one request may take from the connection to the last byte. @default 20_000 */
  timeoutMs?: number
  /** @default 'meantime' */
  userAgent?: string
  /** Largest answer taken, after decompression. @default 4 MiB */
  maxAnswerBytes?: number
}

/** The options with their defaults; `server` has been checked and has no slash at the end. */
export type HttpSettings = Readonly<Required<HttpTransportOptions>>
