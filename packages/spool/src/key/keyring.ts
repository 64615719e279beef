import type { Clock } from '@meantime/core'

/** The part of an operating system's keyring that is needed. May throw at every call where there is none. */
export interface KeyKeyring {
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

/** The operating system's, imported at its first use. */
export function systemKeyring(service: string): KeyKeyring {
  const open = async (name: string) => (await import('./keyring-entry.js')).openEntry(service, name)
  return {
    read: async (name) => (await open(name)).read(),
    write: async (name, bytes) => (await open(name)).write(bytes),
    remove: async (name) => (await open(name)).remove(),
  }
}

/** Ends the wait for a keyring that asks somebody who is not there. Throws with the reason in one short line. */
export async function inTime<T>(work: () => Promise<T>, ms: number, clock: Clock): Promise<T> {
  const answered = new AbortController()
  const tooLate = clock.sleep(ms, answered.signal).then(() => {
    throw new Error('it did not answer')
  })
  try {
    return await Promise.race([work(), tooLate])
  } catch (error) {
    throw new Error(
      String((error as Error).message ?? 'unknown')
        .split('\n', 1)[0]
        ?.slice(0, 160),
    )
  } finally {
    answered.abort()
  }
}
