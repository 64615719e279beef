import { join } from 'node:path'
import { LEGACY_FROM, type LegacyContent, start, step } from '@meantime/testkit/legacy-database'
import { expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import { findings, tempFolder } from '../support/desk.js'
import { legacyFile } from '../support/legacy-file.js'

const HOUR = 3600
const DAY = Date.UTC(2026, 0, 2)

async function days(content: LegacyContent, dayTotals = false) {
  const folder = tempFolder()
  legacyFile(join(folder, 'hubnity.db'), content).close()
  return findings(folder, { dayTotals })
}

const WORKED = [
  { ...start('Known'), created_at: LEGACY_FROM },
  { ...step('stop'), created_at: LEGACY_FROM + HOUR },
]

test('time of a day that no task explains is told, and left out', async () => {
  const found = await days({ rows: WORKED, days: [{ day: '2026-01-02', seconds: 3 * HOUR }] })
  expect(found.days).toEqual([{ day: '2026-01-02', toldMs: 3 * HOUR * 1000, unexplainedMs: 2 * HOUR * 1000 }])
  expect(found.entries).toHaveLength(1)
  expect(found.remarks.join()).toMatch(/--day-totals/)
})

test('it becomes an entry that says what it is, beside what is known, when the person says so', async () => {
  const content = {
    rows: [
      { ...start('Known'), created_at: DAY / 1000 + HOUR },
      { ...step('stop'), created_at: DAY / 1000 + 2 * HOUR },
    ],
    days: [{ day: '2026-01-02', seconds: 3 * HOUR }],
  }
  const found = await days(content, true)
  const total = found.entries.find(({ where }) => where.startsWith('total'))
  expect(total?.description).toMatch(/2026-01-02 .* not known/)
  expect(total?.delivered).toBe(true)
  expect(total && stretchesOf(total)).toEqual([
    { from: DAY, to: DAY + HOUR * 1000 },
    { from: DAY + 2 * HOUR * 1000, to: DAY + 3 * HOUR * 1000 },
  ])
})

test('a day that is explained, today, and what is no day or no length are not made into work', async () => {
  const found = await days(
    {
      rows: WORKED,
      days: [
        { day: '2026-01-02', seconds: HOUR + 30 },
        { day: '2026-01-05', seconds: 5 * HOUR },
        { day: 'soon', seconds: 60 },
        { day: '2026-01-03', seconds: 30 * HOUR },
        { day: '2026-01-04', seconds: 'many' },
      ],
    },
    true,
  )
  expect(found.days).toEqual([])
  expect(found.entries).toHaveLength(1)
  expect(found.leftOut).toHaveLength(3)
})
