import { describe, expect, test } from 'vitest'
import { forgottenStop, overMidnight } from '../../src/corrections/forgotten.js'
import { type Heartbeat, lookBack } from '../../src/corrections/heartbeat.js'
import { folded, HOUR, MINUTE, NINE, start, stop } from '../stub-events.js'
import { ACCOUNT } from '../sync/harness.js'

const at = (minutes: number) => NINE + minutes * MINUTE
const beat: Heartbeat = { account: ACCOUNT, alive: at(60), lastSeen: at(60), causes: [], pid: 7, watching: true }
const look = (heartbeat: Heartbeat, now: number, { bootedAt = at(-600), running = false } = {}) =>
  lookBack(heartbeat, { now: at(now), awayAfterMs: 5 * MINUTE, bootedAt, runs: () => running })

describe('a heartbeat', () => {
  test('of a moment ago, with somebody there, says nothing', () => {
    expect(look(beat, 62)).toEqual({ evidence: undefined, settled: false })
  })

  test('whose watcher is gone: the time since is offered, once', () => {
    expect(look(beat, 102)).toEqual({ evidence: { causes: ['crash'], from: at(60), to: at(102) }, settled: true })
  })

  test('whose watcher was killed while nobody was there: the time since the last input is offered', () => {
    const away: Heartbeat = { ...beat, lastSeen: at(20), causes: ['idle'] }
    expect(look(away, 102).evidence).toEqual({ causes: ['idle', 'crash'], from: at(20), to: at(102) })
  })

  test('whose watcher still runs but has not looked: the computer slept', () => {
    expect(look(beat, 102, { running: true })).toEqual({
      evidence: { causes: ['sleep'], from: at(60), to: at(102) },
      settled: false,
    })
  })

  test('whose process id was given to another after a restart: that is a crash all the same', () => {
    const { evidence } = look(beat, 102, { running: true, bootedAt: at(90) })
    expect(evidence?.causes).toEqual(['crash'])
  })

  test('that ended in order says nothing about the time after, unless the computer was off', () => {
    const ended = { ...beat, watching: false }
    expect(look(ended, 300).evidence).toBeUndefined()
    expect(look(ended, 300, { bootedAt: at(200) }).evidence).toEqual({ causes: ['crash'], from: at(60), to: at(200) })
  })

  test('that ended in order while nobody was there tells the time until then', () => {
    const ended: Heartbeat = { ...beat, lastSeen: at(20), causes: ['idle'], watching: false }
    expect(look(ended, 300).evidence).toEqual({ causes: ['idle'], from: at(20), to: at(60) })
  })

  test('from the future says nothing: the clock was set back', () => {
    expect(look(beat, 30)).toEqual({ evidence: undefined, settled: false })
  })
})

describe('a forgotten stop', () => {
  const running = folded(start(at(0)))

  test('is an entry that ran for half a day without any sign of its person', () => {
    expect(forgottenStop(running, at(0) + 13 * HOUR, undefined, {})).toEqual({
      causes: ['forgotten'],
      from: at(0),
      to: at(0) + 13 * HOUR,
    })
    expect(forgottenStop(running, at(0) + 11 * HOUR, undefined, {})).toBeUndefined()
  })

  test('is none of somebody who was seen since', () => {
    expect(forgottenStop(running, at(0) + 13 * HOUR, at(0) + 9 * HOUR, {})).toBeUndefined()
  })

  test('is also one that was stopped at last', () => {
    const stopped = folded(start(at(0)), stop(at(0) + 20 * HOUR))
    expect(forgottenStop(stopped, at(0) + 30 * HOUR, undefined, {})).toMatchObject({ to: at(0) + 20 * HOUR })
  })

  test('is seen in a long absence over midnight, where the person is', () => {
    const night = { causes: ['idle'] as const, from: NINE + 9 * HOUR, to: NINE + 24 * HOUR }
    expect(overMidnight(night, 'Europe/Berlin').causes).toEqual(['idle', 'forgotten'])
    const evening = { ...night, to: NINE + 13.5 * HOUR }
    expect(overMidnight(evening, 'Europe/Berlin').causes).toEqual(['idle'])
    expect(overMidnight(evening, 'Asia/Tokyo').causes).toEqual(['idle'])
    expect(overMidnight(evening, 'Europe/Moscow').causes).toEqual(['idle', 'forgotten'])
  })
})
