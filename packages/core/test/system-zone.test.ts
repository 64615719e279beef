import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { zoneFrom } from '../src/system-zone.js'

const noFile = () => {
  throw new Error('ENOENT')
}
const links = (to: string) => () => to

describe('the zone of this computer', () => {
  test('is what Intl names, where it names one', () => {
    expect(zoneFrom({ intl: 'Asia/Kathmandu', tz: 'Foo', target: noFile, offsetMinutes: 0 })).toBe('Asia/Kathmandu')
  })

  test.each([
    [':/etc/localtime', '/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
    ['/etc/localtime', '/usr/share/zoneinfo/posix/America/Argentina/Ushuaia', 'America/Argentina/Ushuaia'],
    ['/usr/share/zoneinfo/Asia/Tokyo', '/usr/share/zoneinfo/Asia/Tokyo', 'Asia/Tokyo'],
  ])('is the one of the file that TZ=%s leads to', (tz, file, zone) => {
    expect(zoneFrom({ intl: undefined, tz, target: links(file), offsetMinutes: -60 })).toBe(zone)
  })

  test.each([
    ['MSK-3', -180, 'Etc/GMT-3'],
    ['XYZ+5', 300, 'Etc/GMT+5'],
    ['IST-5:30', -330, 'UTC'],
    ['Foo', 0, 'UTC'],
    ['', 0, 'UTC'],
    [':/etc/localtime', -120, 'Etc/GMT-2'],
  ])('is never nothing: with TZ=%s and %d minutes it is %s', (tz, offsetMinutes, zone) => {
    for (const intl of [undefined, '', 'Etc/Unknown'])
      expect(zoneFrom({ intl, tz, target: noFile, offsetMinutes })).toBe(zone)
  })

  test('is one that core can work with in a process whose TZ means nothing to Intl', () => {
    const code =
      "import { systemClock } from '@meantime/core'; console.log(new Intl.DateTimeFormat('en', { timeZone: systemClock.zone() }).resolvedOptions().timeZone)"
    for (const TZ of ['', 'Foo', ':/etc/localtime']) {
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        cwd: new URL('.', import.meta.url),
        env: { ...process.env, TZ },
        encoding: 'utf8',
      })
      expect(stdout.trim()).toMatch(/^[A-Z][\w/+-]+$/)
    }
  })
})
