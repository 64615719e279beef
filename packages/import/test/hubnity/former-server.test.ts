import { shot, start, step } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { ms, readRows, reasons, sent } from '../support/reading.js'

describe('what the former server has', () => {
  test('is kept here and not delivered again; what it has the start of goes on there, where its id is known', async () => {
    const rows = [
      sent(start('Whole')),
      sent(step('stop', 's-1')),
      sent(start('Half')),
      step('stop', 's-2'),
      sent(start('Nameless')),
      step('stop', 'temp-3'),
      start('New'),
      step('stop', 'temp-4'),
    ]
    const found = await readRows(rows)
    expect(found.entries.map(({ description, delivered, foreignId }) => [description, delivered, foreignId])).toEqual([
      ['Whole', true, undefined],
      ['Half', false, 's-2'],
      ['Nameless', true, undefined],
      ['New', false, undefined],
    ])
    expect(found.halfDelivered).toMatchObject([{ description: 'Nameless' }])
    expect(found.facts).toMatchObject({ continued: 1, halfDelivered: 1, delivered: 2 })
    const again = await readRows(rows, { resend: true })
    expect(again.entries.every(({ delivered }) => !delivered)).toBe(true)
    expect(again.entries.map(({ id }) => id)).toEqual(found.entries.map(({ id }) => id))
  })

  test('screenshots of it stay where they are; those of new work come along', async () => {
    const found = await readRows([
      sent(start('Old')),
      shot('s-1'),
      sent(step('stop', 's-1')),
      start('New'),
      shot('temp-2'),
      sent(shot('temp-2')),
      { ...shot('temp-2'), payload: { imageData: 'no picture', timeEntryId: 'temp-2' } },
      step('stop', 'temp-2'),
    ])
    expect(found).toMatchObject({ strandedPictures: 1, pictures: [{ row: 5, takenAt: ms(4) }] })
    expect(reasons(found)).toEqual([['row 7', 'no-picture']])
  })
})
