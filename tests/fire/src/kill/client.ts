import { join } from 'node:path'
import { authManager, fileTokenStore } from '@meantime/auth'
import {
  type App,
  AUTH_API,
  coreServices,
  createApp,
  type HeldLock,
  JOURNAL,
  LOCKS,
  type Locks,
  type Logger,
  override,
  type Plugin,
  RANDOM,
  type Random,
  type Recorded,
  silentLogger,
  TASK_QUEUE,
  TOKEN_STORE,
  TRANSPORT,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'
import { httpTransport } from '@meantime/transport-http'
import { decorated, watch } from './failpoints.js'

/** Short, so that what a killed process held is free again soon. */
const LEADER_TTL_MS = 700
const LEASE_MS = 1200
const REFRESH_LOCK_TTL_MS = 1500

export interface ClientOptions {
  /** The whole scene's; the client's own folder lies in it. */
  readonly folder: string
  readonly random: Random
  /** @default none: recording only */
  readonly server?: string
  readonly logger?: Logger
  /** Told what the journal returned, before its caller is. */
  readonly onRecorded?: (recorded: Recorded) => void
}

/** The real client, put together as the apps do it, with failpoints around its ports. */
export function openClient({ folder, random, server, logger = silentLogger, onRecorded }: ClientOptions): App {
  const paths = dataPaths(clientFolder(folder))
  return createApp({
    plugins: [
      coreServices({ logger, sync: { leaderTtlMs: LEADER_TTL_MS }, background: { intervalMs: 200 } }),
      storage(paths.database, onRecorded),
      fileProfiles({ file: paths.profile }),
      ...(server === undefined ? [] : reaching(server, paths.tokens)),
    ],
    overrides: [override(RANDOM, () => random)],
  })
}

function storage(file: string, onRecorded: ClientOptions['onRecorded']): Plugin {
  const queue = sqliteQueue({ file, leaseMs: LEASE_MS, busyMs: 20_000 })
  const calls = { enqueue: 'enqueue', claim: 'claim', settle: 'settle', retry: 'retry' }
  const watchedQueue = decorated(queue, TASK_QUEUE, (made) => watch(made, calls))
  const watchedLocks = decorated(watchedQueue, LOCKS, watchLocks)
  return decorated(watchedLocks, JOURNAL, (made) => {
    const journal = watch(made, { record: 'record' })
    const record: typeof journal.record = async (...args) => {
      const recorded = await journal.record(...args)
      onRecorded?.(recorded)
      return recorded
    }
    return new Proxy(journal, { get: (object, key) => (key === 'record' ? record : Reflect.get(object, key)) })
  })
}

function reaching(server: string, tokens: string): readonly Plugin[] {
  const http = httpTransport({ server, timeoutMs: 5000 })
  const watchedHttp = decorated(http, TRANSPORT, (made) => watch(made, { send: 'send' }))
  return [
    decorated(watchedHttp, AUTH_API, (made) => watch(made, { refresh: 'refresh' })),
    decorated(fileTokenStore({ file: tokens }), TOKEN_STORE, (made) => watch(made, { save: 'save-tokens' })),
    authManager({ refreshLockTtlMs: REFRESH_LOCK_TTL_MS }),
  ]
}

/** Also what is done with a lock while it is held. */
function watchLocks(locks: Locks): Locks {
  const taking = watch(locks, { tryAcquire: 'lock' })
  return {
    async tryAcquire(name, ttlMs) {
      const held = await taking.tryAcquire(name, ttlMs)
      return held && watch<HeldLock>(held, { renew: 'relock', release: 'unlock' })
    },
  }
}

export const clientFolder = (folder: string): string => join(folder, 'client')
export const serverFolder = (folder: string): string => join(folder, 'server')
export const acknowledgements = (folder: string): string => join(folder, 'acknowledged')
