import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import type { Ask } from '../src/io.js'
import { temporaryFolder } from './support/folder.js'
import { formerDatabase, TOKEN } from './support/former-database.js'
import { bytes, type Desk, desk } from './support/in-process.js'

const NOW = Date.UTC(2026, 0, 5, 12)
const clock = (zone = 'Europe/Berlin') => new ManualClock(NOW, zone)

async function newcomer(ask?: Partial<Ask>): Promise<Desk & { readonly file: string }> {
  const here = await desk({ clock: clock(), io: { ask: ask as Ask | undefined } })
  return { ...here, file: formerDatabase(await temporaryFolder(), NOW - 4 * 3_600_000) }
}
const names = async (here: Desk) => {
  const { days } = await here.json('log')
  return (days as { entries: { description: string }[] }[]).flatMap((day) =>
    day.entries.map((entry) => entry.description),
  )
}

describe('meantime import hubnity', () => {
  test('tells what it found without changing anything', async () => {
    const here = await newcomer()
    const { code, stdout } = await here.run('import', 'hubnity', here.file, '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('6 tasks in its queue')
    expect(stdout).toMatch(/Entries to be delivered.* 1 .* 1 .* 0 /)
    expect(stdout).toMatch(/Screenshots to be delivered.* 1 .* 1 .* 0 /)
    expect(stdout).toContain('1 not ended yet: row 6')
    expect(stdout).toContain('this was a dry run')
    expect(await names(here)).toEqual([])
  })

  test('imports after a yes, and the second time there is nothing to ask', async () => {
    const questions: string[] = []
    const agree = async (question: string) => {
      questions.push(question)
      return true
    }
    const here = await newcomer({ agree })
    const first = await here.run('import', 'hubnity', here.file)
    expect([first.code, first.stdout]).toEqual([0, 'Imported 2 entries and 1 screenshot.\n'])
    expect(questions).toEqual(['Import 2 entries and 1 screenshot?'])
    expect(await names(here)).toEqual(['Delivered', 'Waiting'])
    expect((await here.run('import', 'hubnity', here.file)).stdout).toContain('There is nothing new to import.')
    expect(questions).toHaveLength(1)
    expect(await here.json('status')).toMatchObject({ queue: { waiting: 3, discarded: 2 } })
  })

  test('leaves no token in any file of ours, and every byte of the source', async () => {
    const here = await newcomer()
    const before = [readFileSync(here.file), statSync(here.file).mtimeMs, readdirSync(join(here.file, '..'))]
    expect((await here.run('import', 'hubnity', here.file, '--yes', '--verbose')).stderr).not.toContain(TOKEN)
    expect([readFileSync(here.file), statSync(here.file).mtimeMs, readdirSync(join(here.file, '..'))]).toEqual(before)
    const ours = readdirSync(here.folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    expect(ours.length).toBeGreaterThan(2)
    for (const { parentPath, name } of ours)
      expect(readFileSync(join(parentPath, name)).includes(TOKEN), name).toBe(false)
  })

  test('does nothing after a no, and nothing when nobody can be asked', async () => {
    const asked = await newcomer({ agree: async () => false })
    expect((await asked.run('import', 'hubnity', asked.file)).stdout).toBe('Nothing was imported.\n')
    const alone = await newcomer()
    const { code, stderr } = await alone.run('import', 'hubnity', alone.file, '--json')
    expect([code, JSON.parse(stderr).error.code]).toEqual([2, 'CONFIRMATION_MISSING'])
    for (const here of [asked, alone]) expect(await names(here)).toEqual([])
  })

  test('takes the person at their word: what runs is ended, projects are named, screenshots stay, nothing is sent', async () => {
    const here = await newcomer()
    const flags = ['--end-open', '--map', 'p-1=Website', '--keep-here', '--no-screenshots']
    const done = await here.json('import', 'hubnity', here.file, '--yes', ...flags)
    expect(done).toMatchObject({ applied: { imported: 3, pictures: 0 }, delivery: null })
    expect(await here.json('status')).toMatchObject({ entry: null, queue: { waiting: 0, discarded: 6 } })
    const { stdout } = await here.run('export')
    expect(JSON.parse(stdout).entries.map(({ project }: { project: string }) => project)).toEqual(
      Array(3).fill('Website'),
    )
  })

  test('a file that is not there, or another one, is told in a sentence', async () => {
    const here = await newcomer()
    const missing = await here.run('import', 'hubnity', join(here.folder, 'none.db'))
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('There is no file')])
    const ours = await here.run('import', 'hubnity', join(here.folder, 'meantime.db'))
    expect([ours.code, ours.stderr]).toEqual([2, expect.stringContaining("Meantime's own database")])
  })
})

const TOGGL = `Description,Project,Start date,Start time,End date,End time,Duration
Report,Site,2026-01-05,09:00:00,2026-01-05,10:30:00,01:30:00
Running,Site,2026-01-05,11:00:00,,,
`

describe('meantime import csv, toggl, watson, timewarrior', () => {
  async function withFile(content: string) {
    const here = await desk({ clock: clock() })
    const file = join(await temporaryFolder(), 'report.csv')
    writeFileSync(file, content)
    return { ...here, file }
  }

  test('a report is read in the zone of this computer, and says so; another one is taken when named', async () => {
    const here = await withFile(TOGGL)
    const { stdout } = await here.run('import', 'toggl', here.file, '--dry-run')
    expect(stdout).toContain('read as times in Europe/Berlin')
    expect(stdout).toContain('1 not ended yet: line 3')
    await here.run('import', 'toggl', here.file, '--yes', '--zone', 'Asia/Kathmandu', '--map', 'Site=Website')
    const [entry] = JSON.parse((await here.run('export')).stdout).entries
    expect(entry).toMatchObject({ startedAt: '2026-01-05T03:15:00.000Z', project: 'Website', zone: 'Asia/Kathmandu' })
    const wrong = await here.run('import', 'toggl', here.file, '--zone', 'Mars/Base')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('not a time zone')])
  })

  test('what overlaps recorded work is told before it is imported', async () => {
    const here = await withFile(TOGGL)
    await here.run('start', 'Mine', '--at', '2026-01-05T09:00:00Z')
    await here.run('stop', '--at', '2026-01-05T10:00:00Z')
    expect((await here.run('import', 'toggl', here.file, '--dry-run', '--zone', 'UTC')).stdout).toContain(
      '“Report” [Site] and “Mine”',
    )
  })

  test('stdin is read, twice changes nothing, and an entry that runs here goes on', async () => {
    const frames = JSON.stringify([[1_767_600_000, 1_767_603_600, 'Site', 'ab12', ['x']]])
    const here = await desk({ clock: clock(), io: { stdin: bytes(frames) } })
    await here.run('start', 'Now')
    expect(await here.json('import', 'watson', '-', '--yes')).toMatchObject({ new: 1, imported: 1 })
    const file = join(here.folder, 'frames')
    writeFileSync(file, frames)
    expect(await here.json('import', 'watson', file, '--yes')).toMatchObject({ new: 0, known: 1, imported: 0 })
    expect(await here.json('status')).toMatchObject({ entry: { description: 'Now', state: 'running' } })
  })

  test('a file that is none of that kind, or not there, is told in a sentence', async () => {
    const here = await withFile('colour,size\nred,5\n')
    const wrong = await here.run('import', 'csv', here.file)
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('no column says when things began')])
    expect((await here.run('import', 'csv', 'none.csv')).stderr).toContain('does not exist')
  })
})

describe('meantime export', () => {
  test.each(['json', 'csv'])(
    'as %s comes back into another data folder as it was, and here changes nothing',
    async (format) => {
      const here = await newcomer()
      await here.run('import', 'hubnity', here.file, '--yes')
      const file = join(await temporaryFolder(), `work.${format}`)
      expect((await here.run('export', '--format', format, '--output', file)).stdout).toContain('2 entries written')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const there = await desk({ clock: clock('UTC') })
      expect(await there.json('import', format, file, '--yes')).toMatchObject({ imported: 2 })
      const entriesOf = async (one: Desk) => JSON.parse((await one.run('export')).stdout).entries
      expect(await entriesOf(there)).toEqual(await entriesOf(here))
      expect(await here.json('import', format, file, '--yes')).toMatchObject({ new: 0, imported: 0 })
    },
  )

  test('replaces no file that nobody said to replace', async () => {
    const here = await desk({ clock: clock() })
    const file = join(here.folder, 'work.ics')
    writeFileSync(file, 'mine')
    const refused = await here.run('export', '--format', 'ics', '-o', file)
    expect([refused.code, readFileSync(file, 'utf8')]).toEqual([2, 'mine'])
    expect((await here.run('export', '--format', 'ics', '-o', file, '--force')).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/^BEGIN:VCALENDAR/)
  })

  test('is of the period that is named', async () => {
    const here = await newcomer()
    await here.run('import', 'hubnity', here.file, '--yes')
    const count = async (...period: string[]) => (await here.json('export', ...period)).entries
    expect(await count('--from', '2026-01-05T09:00:00Z')).toBe(1)
    expect(await count('--to', '2026-01-05T09:00:00Z')).toBe(1)
    expect(await count('--from', '2026-01-04', '--to', '2026-01-04')).toBe(0)
  })
})
