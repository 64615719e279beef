import { randomBytes } from 'node:crypto'
import type { Logger } from '@meantime/core'
import { keyUnavailable } from '../spool-errors.js'
import type { KeyRecord, KeyRecords } from './key-records.js'
import { KEY_BYTES, type KeySource, type SpoolKey, spoolKey } from './key-source.js'
import type { KeyKeyring } from './keyring.js'

export interface FolderKeyParts {
  readonly records: KeyRecords
  /** Bounded in time. */
  readonly keyring: KeyKeyring
  /** Whether a new key is kept in the keyring, as long as that works. */
  readonly useKeyring: boolean
  readonly logger: Logger
}

/**
 * The keys of one data folder. A record in the folder says where each is, and is made by one program only however many
 * start at once. A key that is gone for good is replaced, and said to be; one that cannot be asked for now is not.
 */
export class FolderKeys implements KeySource {
  readonly #known = new Map<string, SpoolKey>()
  #current: Promise<SpoolKey> | undefined

  constructor(private readonly parts: FolderKeyParts) {}

  current(): Promise<SpoolKey> {
    this.#current ??= this.load().catch((error: unknown) => {
      this.#current = undefined
      throw error
    })
    return this.#current
  }

  async find(id: string): Promise<SpoolKey | undefined> {
    const known = this.#known.get(id)
    if (known) return known
    const record = (await this.parts.records.all()).find((one) => one.id === id)
    return record && this.keyOf(record)
  }

  private async load(): Promise<SpoolKey> {
    for (;;) {
      const last = (await this.parts.records.all()).at(-1)
      const key = last && (await this.keyOf(last))
      if (key) return key
      if (last)
        this.parts.logger.warn('the key of the pictures kept so far is gone; those pictures can no longer be read', {
          key: last.id ?? `number ${last.generation}`,
        })
      const made = await this.make((last?.generation ?? 0) + 1)
      if (made) return made
    }
  }

  /** Undefined when it is gone for good. */
  private async keyOf(record: KeyRecord): Promise<SpoolKey | undefined> {
    if (record.id === undefined) return undefined
    const bytes = record.key === undefined ? await this.inKeyring(record.id) : Buffer.from(record.key, 'base64')
    const key = bytes && spoolKey(bytes)
    if (key?.id !== record.id) return undefined
    this.#known.set(key.id, key)
    return key
  }

  private async inKeyring(id: string): Promise<Uint8Array | undefined> {
    try {
      return await this.parts.keyring.read(nameOf(id))
    } catch (error) {
      throw keyUnavailable((error as Error).message)
    }
  }

  /** Undefined when another program was faster. */
  private async make(generation: number): Promise<SpoolKey | undefined> {
    const bytes = randomBytes(KEY_BYTES)
    const key = spoolKey(bytes)
    if (key === undefined) return undefined
    const kept = this.parts.useKeyring && (await this.keepInKeyring(key.id, bytes))
    // A crash in between leaves an entry in the keyring that nothing names: each key has a name of its own.
    const record = kept ? { id: key.id } : { id: key.id, key: bytes.toString('base64') }
    bytes.fill(0)
    if (await this.parts.records.add(generation, record)) {
      this.#known.set(key.id, key)
      return key
    }
    if (kept) await this.parts.keyring.remove(nameOf(key.id)).catch(() => undefined)
    return undefined
  }

  /** Reads back what it wrote: some keyrings take an entry and keep nothing. */
  private async keepInKeyring(id: string, bytes: Uint8Array): Promise<boolean> {
    const { keyring, logger } = this.parts
    try {
      await keyring.write(nameOf(id), bytes)
      const kept = await keyring.read(nameOf(id))
      if (kept && Buffer.from(bytes).equals(kept)) return true
      throw new Error('it did not keep what it was given')
    } catch (error) {
      logger.info('the key of the pictures is kept in a private file, because there is no keyring', {
        reason: (error as Error).message,
      })
      return false
    }
  }
}

const nameOf = (id: string): string => `pictures ${id}`
