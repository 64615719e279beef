import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@meantime/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { IdleUnits } from '../../src/presence/sources/idle-units.js'
import { NativeIdle, sinceTick } from '../../src/presence/sources/native-idle.js'
import { SystemPresence } from '../../src/presence/system-presence.js'

const UNKNOWN = { idleMs: 'unknown', locked: 'unknown' }

describe('the screen saver’s count', () => {
  const reading = (values: readonly number[], everyMs = 15_000) => {
    const units = new IdleUnits()
    return values.map((value, index) => units.read(value, index * everyMs))
  }

  test('is unknown until it proves to count seconds or milliseconds', () => {
    expect(reading([10, 25, 40])).toEqual(['unknown', 25_000, 40_000])
    expect(reading([200, 15_210, 30_215])).toEqual(['unknown', 15_210, 30_215])
  })

  test('that never moves stays unknown: some desktops always say 0', () => {
    expect(reading([0, 0, 0, 0])).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  })

  test('once known is believed also when somebody is there again', () => {
    expect(reading([10, 25, 1])).toEqual(['unknown', 25_000, 1000])
  })
})

describe('Windows and macOS', () => {
  test('are asked by one call; what is no time is unknown, and so is a call that throws', async () => {
    const asked = (call: () => number) => new NativeIdle('test', async () => call).idleMs()
    expect(await asked(() => 4321)).toBe(4321)
    expect(await asked(() => Number.NaN)).toBe('unknown')
    expect(
      await asked(() => {
        throw new Error('no such function')
      }),
    ).toBe('unknown')
    expect(await new NativeIdle('test', async () => Promise.reject(new Error('no koffi'))).idleMs()).toBe('unknown')
  })

  test('the count of Windows begins anew after 49.7 days', () => {
    expect(sinceTick(5_000, 1_000)).toBe(4_000)
    expect(sinceTick(1_000, 2 ** 32 - 1_000)).toBe(2_000)
  })
})

describe('a computer', () => {
  const presence = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux') => {
    const made = new SystemPresence(systemClock, {
      environment: { ...NO_BUS, ...environment },
      platform,
      timeoutMs: 300,
    })
    onTestFinished(() => made.stop())
    return made
  }
  const NO_BUS = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nowhere/system' }

  test.each([
    ['without display and bus', {}],
    ['whose display is not there', { DISPLAY: ':4711' }],
    ['whose display has no sense', { DISPLAY: 'not a display' }],
    ['whose bus is not there', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
    ['whose bus is of no known kind', { DBUS_SESSION_BUS_ADDRESS: 'carrier-pigeon:' }],
    ['with an X server inside of Wayland', { DISPLAY: ':4711', WAYLAND_DISPLAY: 'wayland-0' }],
  ])('%s knows nothing, and says so', async (_, environment) => {
    const asked = presence(environment)
    expect(await asked.state()).toEqual(UNKNOWN)
    expect(await asked.state()).toEqual(UNKNOWN)
  })

  test.each(['win32', 'darwin'] as const)('where the library for %s does not load knows nothing', async (platform) => {
    expect(await presence({}, platform).state()).toEqual(UNKNOWN)
  })

  test('whose bus and display accept and never answer is waited for no longer than the timeout', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meantime-bus-'))
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(join(folder, 'bus'), resolve))
    onTestFinished(async () => {
      silent.close()
      await rm(folder, { recursive: true })
    })
    const asked = presence({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` })
    expect(await asked.state()).toEqual(UNKNOWN)
  })
})
