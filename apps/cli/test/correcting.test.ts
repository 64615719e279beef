import { describe, expect, test } from 'vitest'
import { desk } from './support/in-process.js'

const MINUTE = 60_000
const error = (stderr: string) => JSON.parse(stderr).error as { code: string; safe: string; hint: string }
type Entry = { id: string; description: string; project: string | null; segments: unknown[]; workedMs: number }

/** What the log shows of the last days, oldest first. */
async function logged(json: (...argv: string[]) => Promise<Record<string, unknown>>): Promise<Entry[]> {
  const { days } = (await json('log')) as { days: { entries: Entry[] }[] }
  return days.flatMap(({ entries }) => entries)
}

describe('work that was not tracked', () => {
  test('is added with its times or its length, on the day that was named', async () => {
    const { run, json } = await desk()
    const added = await run('add', 'Client', 'call', '-p', 'Sales', '--from', 'yesterday 9:00', '--to', '9:45')
    expect(added).toMatchObject({
      code: 0,
      stdout: 'Added “Client call” [Sales]: Sun, 4 Jan 2026, 09:00–09:45, 45m.\n',
    })
    await run('add', 'Mail', '--from', '8:00', '--for', '20m')
    expect(await logged(json)).toMatchObject([
      { description: 'Client call', project: 'Sales', workedMs: 45 * MINUTE },
      { description: 'Mail', project: null, workedMs: 20 * MINUTE },
    ])
  })

  test('may go past midnight', async () => {
    const { json } = await desk()
    const { entry } = await json('add', 'Night', '--from', '2026-01-03 23:30', '--to', '0:15')
    expect(entry).toMatchObject({
      segments: [{ from: '2026-01-03T23:30:00.000Z', to: '2026-01-04T00:15:00.000Z' }],
    })
  })

  test.each([
    [[], 'TIME_MISSING'],
    [['--from', '8:00'], 'TIME_MISSING'],
    [['--to', '8:00'], 'TIME_MISSING'],
    [['--from', '8:00', '--for', '2h'], 'TIME_IN_FUTURE'],
    [['--from', '8:00', '--to', '10:00'], 'TIME_IN_FUTURE'],
    [['--from', '8:30', '--to', 'yesterday 8:00'], 'TIME_NEGATIVE'],
  ])('with the times %j is refused, and nothing is recorded', async (times, code) => {
    const { run, json } = await desk()
    const refused = await run('add', 'x', ...times, '--json')
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(error(refused.stderr)).toMatchObject({ code, safe: 'Nothing was changed.' })
    expect(await logged(json)).toEqual([])
  })
})

describe('what was recorded', () => {
  test('is put right without naming it when it is the open entry, or else the last one', async () => {
    const { run, json, clock } = await desk()
    await run('add', 'Before', '--from', '8:00', '--to', '8:30')
    await run('start', 'Reprot')
    clock.advance(10 * MINUTE)
    const edited = await run('edit', '--description', 'Report', '-p', 'Acme', '--start', '8:45')
    expect(edited.stdout).toBe('Changed: “Report” [Acme], since 08:45.\n')
    await run('stop')
    expect((await run('edit', '--end', '9:05', '--no-project')).stdout).toBe(
      'Changed: “Report”, 08:45–09:05, 20m worked.\n',
    )
    expect(await logged(json)).toMatchObject([
      { description: 'Before', workedMs: 30 * MINUTE },
      { description: 'Report', project: null, workedMs: 20 * MINUTE },
    ])
  })

  test('is named by the end of the id that the log shows, and a bare time is one of its own day', async () => {
    const { run, json } = await desk()
    const { entry } = (await json('add', 'Old', '--from', 'yesterday 9:00', '--to', '10:00')) as { entry: Entry }
    const { stdout } = await run('log', '--ids')
    const [, ending = ''] = /^ {2}(\S{8}) {2}09:00–10:00/m.exec(stdout) ?? []
    expect(entry.id.endsWith(ending)).toBe(true)
    await run('edit', ending, '--start', '9:30', '--end', '11:00')
    expect(await logged(json)).toMatchObject([
      { segments: [{ from: '2026-01-04T09:30:00.000Z', to: '2026-01-04T11:00:00.000Z' }] },
    ])
  })

  test('keeps its pauses where they are between its new edges', async () => {
    const { run, json, clock } = await desk()
    for (const verb of ['start', 'pause', 'resume', 'pause', 'resume', 'stop']) {
      await run(verb)
      clock.advance(10 * MINUTE)
    }
    await run('edit', '--start', '9:05', '--end', '9:25')
    expect(await logged(json)).toMatchObject([
      {
        segments: [
          { from: '2026-01-05T09:05:00.000Z', to: '2026-01-05T09:10:00.000Z' },
          { from: '2026-01-05T09:20:00.000Z', to: '2026-01-05T09:25:00.000Z' },
        ],
      },
    ])
  })

  test('is deleted when the person agrees, and not when they do not', async () => {
    let agrees = false
    const ask = { agree: async () => agrees } as never
    const { run, json } = await desk({ io: { ask } })
    const { entry } = (await json('add', 'Wrong', '--from', '8:00', '--to', '8:30')) as { entry: Entry }
    expect((await run('delete', entry.id)).stdout).toBe('Nothing was deleted.\n')
    expect(await logged(json)).toHaveLength(1)
    agrees = true
    expect((await run('delete', entry.id)).stdout).toBe('Deleted “Wrong”.\n')
    expect(await logged(json)).toEqual([])
    expect((await run('delete', entry.id, '--yes')).stderr).toContain('There is no such entry.')
  })

  test('is not deleted where nobody can be asked, unless that was said', async () => {
    const { run, json } = await desk()
    const { entry } = (await json('add', 'Wrong', '--from', '8:00', '--to', '8:30')) as { entry: Entry }
    const refused = await run('delete', entry.id, '--json')
    expect([refused.code, error(refused.stderr).code]).toEqual([2, 'CONFIRMATION_MISSING'])
    expect(await json('delete', entry.id, '--yes')).toMatchObject({ deleted: [entry.id] })
  })

  test.each([
    [[], 'NOTHING_TO_CHANGE'],
    [['0000', '--description', 'x'], 'ENTRY_UNKNOWN'],
    [['--end', '9:10'], 'STILL_RUNNING'],
    [['--start', '9:30'], 'TIME_IN_FUTURE'],
  ])('is left as it is by edit %j', async (words, code) => {
    const { run, json, clock } = await desk()
    await run('start', 'Report')
    clock.advance(20 * MINUTE)
    const before = await logged(json)
    const refused = await run('edit', ...words, '--json')
    expect([refused.code, error(refused.stderr).code]).toEqual([2, code])
    expect(await logged(json)).toEqual(before)
  })
})
