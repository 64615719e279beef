import { LEGACY_FROM, shot, start, step } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import { ms, readRows, reasons } from '../support/reading.js'

describe('what is not known is not invented', () => {
  test('an entry without an end is left out, and taken when the person says so', async () => {
    const rows = [start('Forgotten'), start('Running'), shot('temp-2')]
    const found = await readRows(rows)
    expect(found.entries).toEqual([])
    expect(reasons(found)).toEqual([
      ['row 1', 'end-missing'],
      ['row 2', 'still-open'],
    ])
    const ended = await readRows(rows, { endOpen: true })
    expect(ended.entries.map(stretchesOf)).toEqual([[{ from: ms(0), to: ms(1) }], [{ from: ms(1), to: ms(2) }]])
    expect(ended.remarks.join()).toMatch(/never stopped/)
  })

  test('an entry that is paused now may go on: it is left out; one that was followed by another ends at its pause', async () => {
    expect(reasons(await readRows([start('Paused'), step('pause')]))).toEqual([['row 1', 'still-open']])
    const found = await readRows([start('Paused'), step('pause'), start('Next'), step('stop', 'temp-2')])
    expect(found.entries.map(stretchesOf)[0]).toEqual([{ from: ms(0), to: ms(1) }])
  })

  test('a pause that cannot be read is told, because the entry may count too much', async () => {
    const found = await readRows([start('Work'), { ...step('pause'), payload: 'broken' }, step('stop')])
    expect(found.remarks.join()).toMatch(/a step that cannot be read/)
  })

  test('times still to come, and what was given up, are left out', async () => {
    const found = await readRows([
      { ...start('Cancelled'), status: 'cancelled' },
      { ...start('Next year'), created_at: LEGACY_FROM + 400 * 86_400 },
      { ...step('stop'), created_at: LEGACY_FROM + 400 * 86_400 + 60 },
    ])
    expect(reasons(found)).toEqual([
      ['row 1', 'given-up'],
      ['row 2', 'in-the-future'],
    ])
  })
})
