import type { Clock, Random } from '@meantime/core'
import { isBusy } from './storage-error.js'

export interface PatienceDeps {
  readonly clock: Clock
  readonly random: Random
  /** Milliseconds after which a busy database is an error. */
  readonly busyMs: number
}

const FIRST_PAUSE_MS = 4
const LONGEST_PAUSE_MS = 100

/**
 * Does `work`, again and again while another process holds the database. The pauses are random, so that processes
 * that met once do not meet again in step, and asynchronous, so that this one stays responsive.
 */
export async function patiently<T>(work: () => T, { clock, random, busyMs }: PatienceDeps): Promise<T> {
  const begun = clock.monotonic()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || clock.monotonic() - begun >= busyMs) throw error
    }
    await clock.sleep(1 + random() * pause)
  }
}
