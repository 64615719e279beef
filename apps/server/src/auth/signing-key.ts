import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MeantimeError, Secret } from '@meantime/core'
import { openingError } from '../database/opening-errors.js'

const MIN_BYTES = 32

/**
 * The key that signs access tokens, made at the first start. It is written beside and linked into place, so that a
 * crash never leaves half a key and two servers that start together agree on one.
 */
export async function loadSigningKey(file: string): Promise<Secret> {
  try {
    const found = await read(file)
    if (found !== undefined) return found
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const draft = `${file}.${randomBytes(6).toString('hex')}`
    await writeFile(draft, `${randomBytes(MIN_BYTES).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    try {
      await link(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      await rm(draft, { force: true })
    }
    return checkSigningKey((await read(file)) ?? new Secret(''))
  } catch (error) {
    throw openingError(file, error)
  }
}

/** Throws SIGNING_KEY_TOO_SHORT: with HS256 the key must not be shorter than the hash (RFC 7518, 3.2). */
export function checkSigningKey(key: Secret): Secret {
  if (Buffer.byteLength(key.reveal()) >= MIN_BYTES) return key
  throw new MeantimeError({
    code: 'SIGNING_KEY_TOO_SHORT',
    kind: 'input',
    message: `The key that signs access tokens must have at least ${MIN_BYTES} bytes.`,
    hint: 'Remove the file jwt-secret to have a new one made; everybody then refreshes once.',
  })
}

async function read(file: string): Promise<Secret | undefined> {
  try {
    return checkSigningKey(new Secret((await readFile(file, 'utf8')).trim()))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
