import type { Clock, NewId } from '@meantime/core'

/**
 * Valid UUID v7 strings (RFC 9562) without randomness: the clock's time and a counter. Each sorts after the one before,
 * also when the clock went back. `device` (0–4095) keeps the ids of two simulated computers apart.
 */
export function sequentialIds(clock: Pick<Clock, 'now'>, device = 0): NewId {
  let time = 0
  let count = 0
  return () => {
    time = Math.max(time, clock.now())
    count += 1
    const stamp = hex(time, 12)
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-8${hex(device, 3)}-${hex(count, 12)}`
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
