import { Buffer } from 'node:buffer'
import type { OpenKeySource, SpoolKey } from '../src/index.js'
import { spoolKey } from '../src/key/key-source.js'

/** Always the same key, without a folder or a keyring. */
export function fixedKey(seed = 1): OpenKeySource {
  const key = spoolKey(Buffer.alloc(32, seed)) as SpoolKey
  return () => ({ current: async () => key, find: async (id) => (id === key.id ? key : undefined) })
}
