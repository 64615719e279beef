import { Violation } from './model/violation.js'

const FIRST_PAUSE_MS = 25
const LONGEST_PAUSE_MS = 250

/**
 * Waits for what the system does in its own time, and gives what was found. Looks once more after the deadline, so that a
 * busy computer on which one look takes long has at least two.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  /** Of real time, whatever a look takes. @default 30 000 ms */
  patienceMs = 30_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + patienceMs
  let pause = FIRST_PAUSE_MS
  for (let late = false; ; late = performance.now() >= deadline) {
    const found = await look()
    if (found) return found
    if (late) throw new Violation(`waited ${patienceMs / 1000} seconds in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, pause))
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)
  }
}
