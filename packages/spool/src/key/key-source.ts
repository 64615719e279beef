import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import type { Clock, Logger } from '@meantime/core'
import type { SpoolDisk } from '../spool-disk.js'

export const KEY_BYTES = 32

/** A KeyObject does not show its bytes when it is printed or logged. */
export interface SpoolKey {
  /** 16 hex digits that follow from the key: a file says which one it needs, and a key that was changed is noticed. */
  readonly id: string
  readonly key: KeyObject
}

/** Where the key that pictures are encrypted with comes from. */
export interface KeySource {
  /** For a new picture; made when there is none. Throws SPOOL_KEY_UNAVAILABLE when it cannot be asked for now. */
  current(): Promise<SpoolKey>
  /** Undefined when it is gone for good. Throws SPOOL_KEY_UNAVAILABLE. */
  find(id: string): Promise<SpoolKey | undefined>
}

export interface KeyDeps {
  readonly clock: Clock
  readonly logger: Logger
  readonly disk: SpoolDisk
}

export type OpenKeySource = (deps: KeyDeps) => KeySource

/** Undefined for bytes that are no key. */
export function spoolKey(bytes: Uint8Array): SpoolKey | undefined {
  if (bytes.byteLength !== KEY_BYTES) return undefined
  const id = createHash('sha256').update('meantime spool key id').update(bytes).digest('hex').slice(0, 16)
  return { id, key: createSecretKey(bytes) }
}
