import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SqliteQueueSettings } from '../options.js'

const LITERAL = 'default-encryption-key-32-bytes!'
const KEY_FILE = '.hubnity_encryption_key'
const KEY_BYTES = 32

/** The keys the predecessor may have encrypted with, in the order in which it looked for them. */
export function payloadKeys({ file, env }: Pick<SqliteQueueSettings, 'file' | 'env'>): readonly Buffer[] {
  const told = [env.HUBNITY_ENCRYPTION_KEY, keyBeside(file)].flatMap((hex) => keyOf(hex) ?? [])
  return [...told, Buffer.from(LITERAL, 'latin1')]
}

/** A key file that cannot be read is no key; what needs it is set aside and reported. */
function keyBeside(file: string): string | undefined {
  try {
    return readFileSync(join(dirname(file), KEY_FILE), 'latin1')
  } catch {
    return undefined
  }
}

function keyOf(text: string | undefined): Buffer | undefined {
  const hex = text?.trim() ?? ''
  return /^[0-9a-f]+$/i.test(hex) && hex.length === 2 * KEY_BYTES ? Buffer.from(hex, 'hex') : undefined
}
