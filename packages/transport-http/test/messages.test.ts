import type { ClaimedTask } from '@meantime/core'
import { batchItem } from '@meantime/protocol'
import { expect, test } from 'vitest'
import { toMessage } from '../src/messages.js'
import { task } from './tasks.js'

const TOKENS = { accessToken: 'hunter2', refreshToken: 'hunter2', _encrypted: 'hunter2', token: 'hunter2' }

test.each(['start', 'pause', 'resume', 'stop', 'delete'])('a %s becomes a valid message of its kind', (type) => {
  const mapped = toMessage(task(type))
  expect(mapped).toHaveProperty('item.type', `time_entry_${type}`)
  expect(batchItem.parse('item' in mapped && mapped.item)).toBeTruthy()
})

test('an edit carries what it changes and nothing else', () => {
  const segments = [
    { from: 1, to: 2 },
    { from: 3, to: null },
  ]
  expect(toMessage(task('edit', { changes: { project: null, segments } }))).toHaveProperty('item.changes', {
    project: null,
    segments,
  })
  expect(toMessage(task('edit', { changes: {} }))).toHaveProperty('item.changes', {})
})

test.each(['start', 'stop', 'edit'])('tokens in the payload of a %s stay here, at any depth', (type) => {
  const changes = { description: 'x', segments: [{ from: 1, to: 2, ...TOKENS }], ...TOKENS }
  const mapped = toMessage(task(type, { ...TOKENS, nested: TOKENS, changes }))
  expect(mapped).toHaveProperty('item')
  expect(JSON.stringify(mapped)).not.toContain('hunter2')
})

test.each<[string, ClaimedTask]>([
  ['null', { ...task('start'), payload: null }],
  ['text', { ...task('start'), payload: 'start' }],
  ['a list', { ...task('start'), payload: [] }],
  ['another type than the task', { ...task('start'), entityType: 'time_entry_stop' }],
  ['a kind this protocol does not know', { ...task('start', { type: 'x' }), entityType: 'screenshot' }],
  ['no description', task('start', { description: undefined })],
  ['NUL', task('start', { description: 'a\0b' })],
  ['a lone surrogate', task('start', { description: '\ud800' })],
  ['a time before 1970', task('stop', { occurredAt: -1 })],
  ['a time with a fraction', task('stop', { occurredAt: 1.5 })],
  ['no time', task('stop', { occurredAt: Number.NaN })],
  ['an entry id that is none', task('stop', { entryId: 'x' })],
  ['a task id that is none', { ...task('stop'), id: 'x' as ClaimedTask['id'] }],
  ['changes that are none', task('edit', { changes: 'all' })],
  ['segments that are none', task('edit', { changes: { segments: 'all' } })],
  ['a segment that is none', task('edit', { changes: { segments: [null] } })],
  ['a stretch that ends before it starts', task('edit', { changes: { segments: [{ from: 2, to: 1 }] } })],
])('a payload with %s is refused, with a reason', (_, broken) => {
  const mapped = toMessage(broken)
  expect(mapped).toEqual({
    invalid: { code: 'invalid-payload', message: expect.stringMatching(/^This cannot be sent: .+/) },
  })
})

test('a sample becomes a valid message; whatever else its payload holds stays here', () => {
  const minutes = [{ level: 'lots', app: 'Editor', keys: 'secret', ...TOKENS }, {}]
  const payload = { id: 'other', entryId: task('start').lane, from: 1_767_603_600_000, minutes, ...TOKENS }
  const mapped = toMessage({ ...task('start'), entityType: 'activity', payload })
  expect(mapped).toHaveProperty('item.minutes', [{ level: 'lots', app: 'Editor' }, {}])
  expect(JSON.stringify(mapped)).not.toMatch(/hunter2|secret/)
  const wrong = toMessage({ ...task('start'), entityType: 'activity', payload: { ...payload, minutes: 'all' } })
  expect(wrong).toHaveProperty('invalid.code', 'invalid-payload')
})
