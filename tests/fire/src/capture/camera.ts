import { join } from 'node:path'
import { authManager, fileTokenStore } from '@meantime/auth'
import {
  type App,
  BLOB_TRANSPORT,
  coreServices,
  createApp,
  SHOT_LEDGER,
  TASK_QUEUE,
  TRANSPORT,
  UPLOAD_LEDGER,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'
import { fileSpool, keyInFile, systemDisk } from '@meantime/spool'
import { httpTransport } from '@meantime/transport-http'
import { decorated } from '../kill/failpoints.js'
import { stepping, steppingDisk } from './steps.js'

/** Short, so that what a killed program held is free again soon. */
const LEADER_TTL_MS = 700
const LEASE_MS = 1200

export interface CameraOptions {
  readonly folder: string
  /** @default none: pictures stay on this computer */
  readonly server?: string
  readonly capacity?: number
  /** @default ten minutes */
  readonly graceMs?: number
  /** Room that pictures leave on the disk. @default 32 MiB */
  readonly reserveBytes?: number
  /** Counts every step of it, and dies at one. @default false */
  readonly watched?: boolean
}

export const spoolIn = (folder: string): string => join(folder, 'spool')

/** The real program that keeps and delivers pictures, put together as the apps do it. */
export function openCamera({ folder, server, capacity, graceMs, reserveBytes, watched = false }: CameraOptions): App {
  const paths = dataPaths(folder)
  const watch =
    <T extends object>(name: string) =>
    (made: T) =>
      watched ? stepping(name, made) : made
  const limit = capacity === undefined ? {} : { capacity }
  const queue = sqliteQueue({ file: paths.database, leaseMs: LEASE_MS, busyMs: 20_000, ...limit })
  const ledger = decorated(decorated(queue, SHOT_LEDGER, watch('log')), UPLOAD_LEDGER, watch('uploads'))
  const http = (url: string) =>
    decorated(
      decorated(httpTransport({ server: url, timeoutMs: 5000 }), TRANSPORT, watch('send')),
      BLOB_TRANSPORT,
      watch('upload'),
    )
  return createApp({
    plugins: [
      coreServices({ sync: { leaderTtlMs: LEADER_TTL_MS } }),
      decorated(ledger, TASK_QUEUE, watch('queue')),
      fileProfiles({ file: paths.profile }),
      fileSpool({
        folder: spoolIn(folder),
        key: keyInFile({ folder }),
        disk: watched ? steppingDisk(systemDisk) : systemDisk,
        ...(graceMs === undefined ? {} : { graceMs }),
        ...(reserveBytes === undefined ? {} : { reserveBytes }),
      }),
      ...(server === undefined ? [] : [http(server), fileTokenStore({ file: paths.tokens }), authManager()]),
    ],
  })
}
