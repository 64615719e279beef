import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEGACY_FROM, type LegacyRow, start, step } from '@meantime/testkit/legacy-database'
import { expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import { findings, tempFolder } from '../support/desk.js'
import { legacyFile } from '../support/legacy-file.js'

const PAGE = 4096
/** So large that no other row is on its page. */
const alone = (row: LegacyRow, mark: string): LegacyRow => ({
  ...row,
  payload: { ...(row.payload as object), mark: mark.repeat(Math.floor(3500 / mark.length)) },
})

/** The rows, with the pages of those that carry a mark filled with zeros. */
async function damaged(rows: readonly LegacyRow[], mark: string) {
  const file = join(tempFolder(), 'hubnity.db')
  legacyFile(file, { rows }).close()
  const bytes = readFileSync(file)
  const page = Math.floor(bytes.indexOf(mark) / PAGE) * PAGE
  expect(page).toBeGreaterThan(0)
  writeFileSync(file, bytes.fill(0, page, page + PAGE))
  return findings(file)
}

test('rows on both sides of a damaged page are read, and what they may lack is told', async () => {
  const rows = [
    alone(start('Before'), 'a'),
    alone(step('stop', 'temp-1'), 'b'),
    alone(start('Across'), 'c'),
    alone(step('pause', 'temp-2'), 'd'),
    alone(step('resume', 'temp-2'), 'LOST'),
    alone(step('stop', 'temp-2'), 'f'),
    alone(start('After'), 'g'),
    alone(step('stop', 'temp-3'), 'h'),
  ]
  const found = await damaged(rows, 'LOSTLOST')
  expect(found.entries.map(({ description }) => description)).toEqual(['Before', 'Across', 'After'])
  const across = found.entries[1]
  const at = (minute: number) => (LEGACY_FROM + minute * 60) * 1000
  expect(across && stretchesOf(across)).toEqual([{ from: at(2), to: at(3) }])
  expect(found.leftOut).toEqual([expect.objectContaining({ where: 'behind row 4', reason: 'unreadable' })])
  expect(found.remarks.join()).toMatch(/1 entry has a step that cannot be read/)
})

test('a step behind damage falls to no entry by its place alone', async () => {
  const rows = [alone(start('Before'), 'a'), alone(start('Lost'), 'LOST'), alone(step('stop', 'temp-2'), 'c')]
  const found = await damaged(rows, 'LOSTLOST')
  expect(found.entries).toEqual([])
  expect(found.leftOut.map(({ reason }) => reason)).toEqual(['unreadable', 'start-missing', 'still-open'])
})

test('a file that was cut off in the middle of a number gives no time that never was', async () => {
  const file = join(tempFolder(), 'hubnity.db')
  const filler = Array.from({ length: 30 }, (_, n) => start(`Filler ${n} ${'x'.repeat(500)}`))
  legacyFile(file, { rows: [...filler, start('Last'), step('stop', 'temp-31')] }).close()
  const bytes = readFileSync(file)
  // SQLite keeps such an integer in four bytes.
  const stored = Buffer.alloc(4)
  stored.writeUInt32BE(LEGACY_FROM + 30 * 60)
  const time = bytes.indexOf(stored)
  expect(time).toBeGreaterThan(PAGE)
  for (const kept of [1, 2, 3]) {
    writeFileSync(file, bytes.subarray(0, time + kept))
    const found = await findings(file)
    expect(found.entries.map(({ description }) => description)).not.toContain('Last')
    await found.close()
  }
})

/** Where the head says which format the tables have; SQLite knows 1 to 4. */
const FORMAT = 44

test.each([
  ['a head of no known format', (bytes: Buffer) => bytes.fill(9, FORMAT, FORMAT + 4)],
  ['a definition that was hit', (bytes: Buffer) => bytes.write('q', bytes.indexOf('payload'))],
])('%s is called damage, not an error of ours', async (_, hit) => {
  const file = join(tempFolder(), 'hubnity.db')
  legacyFile(file, { rows: [start('Before')] }).close()
  const bytes = readFileSync(file)
  hit(bytes)
  writeFileSync(file, bytes)
  await expect(findings(file)).rejects.toMatchObject({ code: 'SOURCE_DAMAGED', kind: 'input' })
})
