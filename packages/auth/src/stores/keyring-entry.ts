import { AsyncEntry } from '@napi-rs/keyring'
import type { OpenKeyringEntry } from './keyring.js'

/**
 * The operating system's keyring: Keychain, Credential Manager, Secret Service. On Linux pinned to the Secret Service:
 * otherwise it silently falls back to a kernel keyring that other processes cannot read and a restart empties. Bytes
 * rather than a password: reading them tells a locked keyring from an empty one, and Windows' 2.5 kB limit holds more.
 */
export const openKeyringEntry: OpenKeyringEntry = (service, account) => {
  const entry = new AsyncEntry(service, account, { linux: { store: 'secret-service' } })
  return {
    read: async () => {
      const bytes = await entry.getSecret()
      return bytes === null ? undefined : Buffer.from(bytes).toString('utf8')
    },
    write: (text) => entry.setSecret(Buffer.from(text, 'utf8')),
    remove: async () => {
      await entry.deleteCredential()
    },
  }
}
