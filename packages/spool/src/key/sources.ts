import { FolderKeys } from './folder-keys.js'
import { KeyRecords } from './key-records.js'
import type { OpenKeySource } from './key-source.js'
import { inTime, type KeyKeyring, systemKeyring } from './keyring.js'

export interface KeyOptions {
  /** Where it is written down which key there is: the data folder, which all programs on it share. */
  readonly folder: string
  /** Under which name the key shows in the keyring. @default 'Meantime' */
  readonly service?: string
  /** How long a keyring may take to answer, perhaps with a question to the person. @default 10 000 ms */
  readonly timeoutMs?: number
  /** @default the operating system's */
  readonly keyring?: KeyKeyring
}

/** A new key goes to the keyring of the operating system where that works, else to a file (mode 0600) in the folder. */
export const keyInKeyringOrFile = (options: KeyOptions): OpenKeySource => keysIn(options, true)

/** A new key goes to a file. One that an earlier run has put into the keyring is still found. */
export const keyInFile = (options: KeyOptions): OpenKeySource => keysIn(options, false)

function keysIn(
  { folder, service = 'Meantime', timeoutMs = 10_000, keyring = systemKeyring(service) }: KeyOptions,
  useKeyring: boolean,
): OpenKeySource {
  return ({ clock, logger, disk }) => {
    const bounded: KeyKeyring = {
      read: (name) => inTime(() => keyring.read(name), timeoutMs, clock),
      write: (name, bytes) => inTime(() => keyring.write(name, bytes), timeoutMs, clock),
      remove: (name) => inTime(() => keyring.remove(name), timeoutMs, clock),
    }
    return new FolderKeys({ records: new KeyRecords(folder, disk), keyring: bounded, useKeyring, logger })
  }
}
