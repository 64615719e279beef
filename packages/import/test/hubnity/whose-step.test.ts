import { start, step } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import { ms, readRows, reasons } from '../support/reading.js'

describe('which entry a step belongs to', () => {
  test('the one that is called so, else the latest before it that can be', async () => {
    const found = await readRows([
      start('First'),
      step('pause', 'temp-1'),
      start('Second'),
      step('stop', 'server-2'),
      step('stop', 'server-3'),
    ])
    expect(found.entries.map(({ description }) => description)).toEqual(['First', 'Second'])
    expect(reasons(found)).toEqual([['row 5', 'start-missing']])
    expect(found.remarks.join()).toMatch(/paused and never stopped/)
  })

  test('a step goes back to an earlier entry by the name that this one has', async () => {
    const found = await readRows([
      start('First'),
      step('pause', 'temp-1'),
      start('Second'),
      step('pause', 'temp-2'),
      step('stop', 'temp-1'),
      step('stop', 'temp-2'),
    ])
    expect(found.entries.map(({ steps }) => steps.map(({ type }) => type))).toEqual([
      ['start', 'pause', 'stop'],
      ['start', 'pause', 'stop'],
    ])
    expect(found.entries.map(({ steps }) => steps.at(-1)?.at)).toEqual([ms(4), ms(5)])
  })

  test('an entry that got its id from the server in the middle of it is still that entry', async () => {
    const found = await readRows([
      start('Work'),
      step('pause', 'temp-7'),
      step('resume', 'srv-1'),
      step('stop', 'srv-1'),
    ])
    expect(found.entries.map(stretchesOf)[0]).toHaveLength(2)
    expect(found.withoutServerId).toBe(0)
  })

  test('what follows a start that cannot be read does not fall to the entry before it', async () => {
    const found = await readRows([
      start('Work'),
      step('stop'),
      { payload: 'broken' },
      step('pause', 'x'),
      step('stop', 'x'),
    ])
    expect(found.entries.map(stretchesOf)).toEqual([[{ from: ms(0), to: ms(1) }]])
    expect(reasons(found)).toEqual([
      ['row 3', 'unreadable'],
      ['row 4', 'start-missing'],
      ['row 5', 'start-missing'],
    ])
  })
})
