import type { Clock, Secret } from '@meantime/core'
import type { PasswordCost } from './accounts/passwords.js'
import type { Faults } from './faults.js'
import type { LoggerOption } from './http/logging.js'

export interface RateLimits {
  /** Registrations and sign-ins per minute and IP address. @default 10 */
  readonly signInsPerMinute?: number
  /** Refreshes and sign-outs per minute and IP address. @default 60 */
  readonly refreshesPerMinute?: number
  /** Everything else per minute and account. @default 6000 */
  readonly requestsPerMinute?: number
}

export interface ServerOptions {
  /** Folder of the database and of the signing key; made when missing. One of `dataDir` and `databaseFile` is needed. */
  readonly dataDir?: string
  /** The SQLite file. The signing key is kept beside it. @default `meantime-server.db` in `dataDir` */
  readonly databaseFile?: string
  /** @default '127.0.0.1': only this computer; `0.0.0.0` for every network */
  readonly host?: string
  /** 0 takes any free port. @default 4780 */
  readonly port?: number
  /** pino's options, with `stream` to choose where to; false logs nothing. @default false */
  readonly logger?: LoggerOption
  /** @default the system's clock */
  readonly clock?: Clock
  /** Signs access tokens; at least 32 bytes. @default made once, kept in `jwt-secret` (mode 0600) in the data folder */
  readonly jwtSecret?: Secret
  /** @default 900 */
  readonly accessTtlSeconds?: number
  /** How long a session lasts without any contact: longer than the longest holiday offline. @default 90 days */
  readonly refreshTtlSeconds?: number
  /** False switches every limit off, for tests. */
  readonly rateLimit?: RateLimits | false
  /** `closed` refuses new accounts. @default 'open' */
  readonly registration?: 'open' | 'closed'
  /** Of a body after decompression, in bytes. @default 1 MiB */
  readonly bodyLimit?: number
  /** Of one picture, in bytes. @default 16 MiB */
  readonly maxUploadBytes?: number
  /** True behind one reverse proxy: takes the client's address from X-Forwarded-For. @default false */
  readonly trustProxy?: boolean
  /** How long `stop` waits for running requests before it cuts their connections, in ms. @default 10 000 */
  readonly stopTimeoutMs?: number
  /** argon2id's cost. @default OWASP's: 19 MiB, 2 passes, 1 lane */
  readonly passwordCost?: PasswordCost
  /** Makes the sync endpoint fail on purpose: demonstrations and tests. @default none */
  readonly faults?: Faults
}
