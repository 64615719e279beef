import { AsyncEntry } from '@napi-rs/keyring'

/**
 * Keychain, Credential Manager, Secret Service. On Linux pinned to the Secret Service: otherwise it silently falls back
 * to a kernel keyring that other processes cannot read and a restart empties. Bytes rather than a password: reading them
 * tells a locked keyring from an empty one.
 */
export function openEntry(service: string, name: string) {
  const entry = new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
  return {
    read: async (): Promise<Uint8Array | undefined> => {
      const bytes = await entry.getSecret()
      return bytes ? Buffer.from(bytes) : undefined
    },
    write: (bytes: Uint8Array): Promise<void> => entry.setSecret(bytes),
    remove: async (): Promise<void> => void (await entry.deleteCredential()),
  }
}
