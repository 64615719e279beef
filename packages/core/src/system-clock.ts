import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './ports/clock.js'

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
}
