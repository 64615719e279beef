import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const LITERAL = 'default-encryption-key-32-bytes!'
const KEY_FILE = '.hubnity_encryption_key'
const KEY_BYTES = 32

/** The keys that the predecessor may have encrypted payloads with, in the order in which it looked for them. */
export function payloadKeys(database: string, env: Readonly<Record<string, string | undefined>>): readonly Buffer[] {
  const told = [env.HUBNITY_ENCRYPTION_KEY, keyBeside(database)].flatMap((hex) => keyOf(hex) ?? [])
  return [...told, Buffer.from(LITERAL, 'latin1')]
}

/** A key file that cannot be read is no key; what needs it is told as unreadable. */
function keyBeside(database: string): string | undefined {
  try {
    return readFileSync(join(dirname(database), KEY_FILE), 'latin1')
  } catch {
    return undefined
  }
}

function keyOf(text: string | undefined): Buffer | undefined {
  const hex = text?.trim() ?? ''
  return /^[0-9a-f]+$/i.test(hex) && hex.length === 2 * KEY_BYTES ? Buffer.from(hex, 'hex') : undefined
}
