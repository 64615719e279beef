import { describe, expect, it } from 'vitest'
import { standingOf } from '../../src/renderer/app/sync-standing.js'
import { captureStanding } from '../../src/renderer/screens/screenshots/capture-standing.js'
import { causeOf, suggestedAnswer } from '../../src/renderer/screens/today/offer-words.js'
import { assignColours } from '../../src/renderer/theme/project-colour.js'

const counts = { pending: 0, leased: 0, failed: 0, dead: 0, sent: 9, cancelled: 0, dropped: 0 }
const account = { email: 'a@example.org', server: 'https://time.example.org', signedIn: true }
const state = (changes: { sync?: object; account?: object | null; server?: string | null } = {}) =>
  standingOf({
    sync: { phase: 'idle', counts, ...changes.sync },
    account: changes.account === undefined ? account : (changes.account as typeof account | null),
    server: changes.server === undefined ? account.server : changes.server,
  })

describe('how delivery stands', () => {
  it('without a server nothing waits for one', () => {
    expect(state({ account: null, server: null })).toBe('local')
  })

  it('a missing network is said only when something waits for it', () => {
    const last = { at: 1, status: 'offline' as const, sent: 0 }
    expect(state({ sync: { last } })).toBe('drained')
    expect(state({ sync: { last, counts: { ...counts, pending: 1 } } })).toBe('offline')
  })

  it('a person is asked only when there is no more that goes by itself', () => {
    expect(state({ sync: { counts: { ...counts, dead: 1 } } })).toBe('parked')
    expect(state({ sync: { counts: { ...counts, dead: 1, failed: 1 } } })).toBe('queued')
  })

  it('signed out is said before the queue', () => {
    expect(state({ account: { ...account, signedIn: false } })).toBe('auth-required')
    expect(state({ account: null })).toBe('auth-required')
  })
})

describe('how screenshots stand', () => {
  const capture = { on: true, further: [], private: false, held: 0 }
  it('says first what stops them', () => {
    expect(captureStanding(capture, 10)).toBe('on')
    expect(captureStanding({ ...capture, pausedUntil: 11 }, 10)).toBe('paused')
    expect(captureStanding({ ...capture, pausedUntil: 9 }, 10)).toBe('on')
    expect(captureStanding({ ...capture, private: true, pausedUntil: 11 }, 10)).toBe('private')
    expect(
      captureStanding({ ...capture, further: [{ kind: 'screens', words: 'all screens' }], private: true }, 10),
    ).toBe('further')
  })
})

it('of several causes the most telling one is named', () => {
  expect(causeOf(['idle', 'lock', 'sleep'])).toBe('sleep')
  expect(causeOf([])).toBe('idle')
  expect(suggestedAnswer(['idle', 'forgotten'])).toBe('stop')
  expect(suggestedAnswer(['sleep'])).toBe('discard')
})

it('ten projects have ten colours, in whatever order they come, and more share them', () => {
  const names = Array.from({ length: 10 }, (_, index) => `Project ${index}`)
  const colours = assignColours(names)
  expect(new Set(colours.values()).size).toBe(10)
  expect(assignColours([...names].reverse())).toEqual(colours)
  expect(assignColours([...names, 'one more']).size).toBe(11)
})
