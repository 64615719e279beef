import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addLegacyRows, start, step } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { findings, tempFolder } from '../support/desk.js'
import { legacyFile } from '../support/legacy-file.js'

const TOKEN = 'PLANTED-TOKEN'
const ROWS = [start('Old work', { accessToken: TOKEN }), step('stop')]

/** Every byte, and what the system says about each file but when it was last read. */
function pictureOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const path = join(folder, name)
      const { size, mtimeNs, ino, mode } = statSync(path, { bigint: true })
      return [name, `${size} ${mtimeNs} ${ino} ${mode} ${readFileSync(path).toString('base64')}`]
    }),
  )
}

describe('a database of the former client', () => {
  test('is read with nothing changed, made or left beside it, while that client has it open', async () => {
    const folder = tempFolder()
    const running = legacyFile(join(folder, 'hubnity.db'), { rows: ROWS })
    const before = pictureOf(folder)
    expect(Object.keys(before).sort()).toEqual(['hubnity.db', 'hubnity.db-shm', 'hubnity.db-wal'])
    const found = await findings(folder)
    expect(found.entries).toHaveLength(1)
    await found.close()
    expect(pictureOf(folder)).toEqual(before)
    running.close()
  })

  test.each(['with its -wal', 'without it'])('is read from a copy %s', async (which) => {
    const [folder, copies] = [tempFolder(), tempFolder()]
    const running = legacyFile(join(folder, 'hubnity.db'), { rows: ROWS })
    const rest = {
      entity_type: 'time_entry_start',
      payload: { description: 'In the log only' },
      created_at: 1_767_400_000,
    }
    running.pragma('wal_checkpoint(TRUNCATE)')
    addLegacyRows(running, [rest, { ...step('stop', 'temp-2'), created_at: 1_767_400_060 }])
    copyFileSync(join(folder, 'hubnity.db'), join(copies, 'hubnity.db'))
    const complete = which === 'with its -wal'
    if (complete) copyFileSync(join(folder, 'hubnity.db-wal'), join(copies, 'hubnity.db-wal'))
    running.close()
    const before = pictureOf(copies)
    const found = await findings(join(copies, 'hubnity.db'))
    expect(found.entries.map(({ description }) => description)).toEqual(
      complete ? ['Old work', 'In the log only'] : ['Old work'],
    )
    await found.close()
    expect(pictureOf(copies)).toEqual(before)
  })

  test('that a program left in the middle of a transaction with a rollback journal is read as it was before', async () => {
    const folder = tempFolder()
    const file = join(folder, 'hubnity.db')
    const writer = legacyFile(join(folder, 'live.db'), { rows: ROWS })
    writer.pragma('journal_mode = DELETE')
    writer.pragma('cache_spill = 1')
    writer.pragma('cache_size = 1')
    writer.exec('BEGIN; DELETE FROM sync_queue')
    addLegacyRows(
      writer,
      Array.from({ length: 300 }, () => ({ payload: 'x'.repeat(2000) })),
    )
    for (const suffix of ['', '-journal']) copyFileSync(join(folder, `live.db${suffix}`), file + suffix)
    writer.close()
    expect(statSync(`${file}-journal`).size).toBeGreaterThan(512)
    const before = pictureOf(folder)
    const found = await findings(file)
    expect(found.entries.map(({ description }) => description)).toEqual(['Old work'])
    await found.close()
    expect(pictureOf(folder)).toEqual(before)
  })

  test('is read from a copy that no name on the disk leads to, so that a killed import leaves no token', async () => {
    const folder = tempFolder()
    const scratch = join(tempFolder(), 'scratch')
    const running = legacyFile(join(folder, 'hubnity.db'), { rows: ROWS })
    // One token in the database itself, another in its log.
    running.pragma('wal_checkpoint(TRUNCATE)')
    addLegacyRows(running, [{ payload: { accessToken: TOKEN } }])
    for (const name of ['hubnity.db', 'hubnity.db-wal'])
      expect(readFileSync(join(folder, name)).includes(TOKEN)).toBe(true)
    const found = await findings(folder, { scratch })
    const files = readdirSync(scratch, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name)).includes(TOKEN)).toBe(false)
    expect(found.entries).toHaveLength(1)
    await found.close()
    expect(() => readdirSync(scratch)).toThrow()
    running.close()
  })

  test('that is no database, or another one, is refused by name', async () => {
    const folder = tempFolder()
    const file = join(folder, 'hubnity.db')
    writeFileSync(file, 'this is text '.repeat(500))
    await expect(findings(file)).rejects.toMatchObject({ code: 'SOURCE_DAMAGED' })
    writeFileSync(file, '')
    await expect(findings(file)).rejects.toMatchObject({ code: 'SOURCE_NOT_HUBNITY' })
    await expect(findings(join(folder, 'none.db'))).rejects.toMatchObject({ code: 'HUBNITY_NOT_FOUND' })
  })
})
