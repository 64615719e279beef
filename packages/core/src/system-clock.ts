import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from './ports/clock.js'
import { systemZone } from './system-zone.js'

/** Asking the system costs 0.2 ms, more than writing an event down; people do not change zones more often than this. */
const ZONE_LASTS_MS = 1000
let zone = { name: '', askedAt: Number.NEGATIVE_INFINITY }

function currentZone(): string {
  const now = performance.now()
  if (now - zone.askedAt > ZONE_LASTS_MS) zone = { name: systemZone(), askedAt: now }
  return zone.name
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  zone: currentZone,
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
}
