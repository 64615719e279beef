import { describe, expect, test } from 'vitest'
import { type AwayOffer, closeOffer, noteAway } from '../../src/domain/away.js'
import type { Entry } from '../../src/domain/entry.js'
import type { EntryId, OfferId } from '../../src/domain/ids.js'
import type { AwayCause } from '../../src/index.js'
import { folded, MINUTE, NINE, pause, resume, start, stop } from '../stub-events.js'
import { ACCOUNT } from '../sync/harness.js'

const at = (minutes: number) => NINE + minutes * MINUTE
const running = folded(start(at(0)))

function note(offers: readonly AwayOffer[], cause: AwayCause, from: number, to: number, entry: Entry = running) {
  let ids = offers.length
  const newId = () => `offer-${++ids}` as OfferId
  const evidence = { causes: [cause], from: at(from), to: at(to) }
  return noteAway(offers, evidence, { account: ACCOUNT, entry, leastMs: 5 * MINUTE, now: at(1000), newId })
}
const stretches = (offers: readonly AwayOffer[]) =>
  offers.map(({ from, to }) => [(from - NINE) / MINUTE, (to - NINE) / MINUTE])

describe('evidence', () => {
  test('of idle time and of the sleep that followed is one stretch away', () => {
    const offers = note(note([], 'idle', 30, 45), 'sleep', 40, 90)
    expect(stretches(offers)).toEqual([[30, 90]])
    expect(offers[0]).toMatchObject({ id: 'offer-1', causes: ['idle', 'sleep'] })
  })

  test('of two stretches with work between them makes two offers, and a third that joins them makes them one', () => {
    const two = note(note([], 'idle', 10, 20), 'idle', 30, 40)
    expect(stretches(two)).toEqual([
      [10, 20],
      [30, 40],
    ])
    expect(stretches(note(two, 'lock', 20, 30))).toEqual([[10, 40]])
  })

  test('that was told before, by whatever program, changes nothing', () => {
    const offers = note([], 'crash', 30, 90)
    expect(note(offers, 'crash', 30, 90)).toBe(offers)
    expect(note(offers, 'crash', 40, 60)).toBe(offers)
  })

  test('of a short break asks nothing', () => {
    expect(note([], 'lock', 30, 34)).toEqual([])
  })

  test('counts only what the entry counts: a pause is no time away', () => {
    const paused = folded(start(at(0)), pause(at(30)), resume(at(60)), stop(at(80)))
    expect(note([], 'idle', 29, 62, paused)).toEqual([])
    expect(stretches(note([], 'idle', 20, 200, paused))).toEqual([[20, 80]])
    expect(note([], 'idle', 90, 200, paused)).toEqual([])
  })

  test('of what was answered is not asked again; what goes beyond it is', () => {
    const kept = note([], 'idle', 30, 60).map((offer): AwayOffer => ({ ...offer, answer: 'keep' }))
    expect(note(kept, 'crash', 30, 62)).toBe(kept)
    expect(stretches(note(kept, 'crash', 20, 70))).toEqual([
      [30, 60],
      [20, 30],
      [60, 70],
    ])
  })
})

test('what was added to an offer while it was being answered stays open', () => {
  const [asked] = note([], 'idle', 30, 60)
  const grown = note(asked ? [asked] : [], 'sleep', 50, 90)
  const offers = asked ? closeOffer(grown, asked, 'keep', () => 'rest' as OfferId) : []
  expect(stretches(offers)).toEqual([
    [30, 60],
    [60, 90],
  ])
  expect(offers.map(({ answer }) => answer)).toEqual(['keep', undefined])
  expect(offers[1]).toMatchObject({ id: 'rest', entryId: 'entry' as EntryId })
})
