import type { Outcome } from '@meantime/core'
import { olderFault } from '@meantime/testkit/older-server'
import { describe, expect, test } from 'vitest'
import { scene } from './support/scene.js'

type Scene = ReturnType<typeof scene>

/** Entries that are over, each as its tasks. */
function entries({ task, clock }: Scene, count: number, payloads: Readonly<Record<number, object>> = {}) {
  return Array.from({ length: count }, (_, n) => {
    const start = task('start', { payload: { description: `Work ${n}`, ...payloads[n] } })
    clock.advance(60_000)
    return [start, task('stop', { entryId: start.lane })] as const
  })
}

const message = (outcome: Outcome | undefined) => (outcome && 'reason' in outcome ? outcome.reason.message : '')

describe('one bad entry in a batch', () => {
  test('is alone in being refused, whatever the server minds about it, and the others arrive once', async () => {
    const one = scene({ role: 'EMPLOYEE' })
    const project = one.older.addProject('Website')
    const all = entries(
      one,
      9,
      Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n, { project: n === 4 ? null : project.name }])),
    )
    const outcomes = await one.send(...all.flat())
    const told = all.map((_, n) => [outcomes[2 * n]?.kind, outcomes[2 * n + 1]?.kind])
    expect(told).toEqual(all.map((_, n) => (n === 4 ? ['rejected', 'blocked'] : ['applied', 'applied'])))
    expect(message(outcomes[8])).toBe('This server wants a project for every entry. Edit it and name one.')
    expect(one.rows()).toHaveLength(8)
  })

  test('an item that the server names by its number is taken out at once', async () => {
    const one = scene()
    const all = entries(one, 4)
    one.older.faults.next(olderFault.status(400, 'entries.2.startTime must be a valid ISO 8601 date string'))
    one.older.faults.next(olderFault.pass)
    // The one that was named is tried again by its first event alone, to tell which of its events it is.
    one.older.faults.next(olderFault.status(400, 'entries.0.startTime must be a valid ISO 8601 date string'))
    const kinds = await one.kinds(...all.flat())
    expect(kinds.filter((kind) => kind === 'rejected')).toHaveLength(1)
    expect(one.rows()).toHaveLength(3)
    expect(one.paths()).toEqual(Array(3).fill('POST /time-entries/sync'))
  })

  test('a database that is slow with many takes fewer at a time', async () => {
    const one = scene()
    one.older.faults.mostPerTransaction = 2
    expect(new Set(await one.kinds(...entries(one, 7).flat()))).toEqual(new Set(['applied']))
    expect(one.rows()).toHaveLength(7)
  })

  test('a server that fails on everything is the server’s fault, and parks nothing', async () => {
    const one = scene()
    one.older.faults.databaseDown = true
    await expect(one.send(...entries(one, 5).flat())).rejects.toMatchObject({ failure: 'server' })
    expect(one.older.requests.length).toBeLessThan(9)
  })

  test('an entry whose key the server has with another content is found by the id that it names, and corrected', async () => {
    const one = scene()
    const [[start, stop] = []] = entries(one, 1)
    if (!start || !stop) return
    one.older.faults.next(olderFault.lost)
    await expect(one.send(start, stop)).rejects.toThrow()
    Object.assign(one.row() ?? {}, { duration: 7 })
    expect(await one.kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(one.rows()).toMatchObject([{ duration: 60 }])
  })

  test('a misleading 409 of a batch that overtook itself is sent once more', async () => {
    const one = scene()
    one.older.faults.next(
      olderFault.status(
        409,
        'User already has an active time entry. Sync cannot create duplicate RUNNING/PAUSED entries.',
      ),
    )
    expect(new Set(await one.kinds(...entries(one, 2).flat()))).toEqual(new Set(['applied']))
    expect(one.rows()).toHaveLength(2)
  })

  test('a server that fails while it is asked whether it has /sync parks nothing, and is asked anew', async () => {
    const one = scene({ hasSync: false })
    const [tasks = []] = entries(one, 1)
    one.older.faults.next(olderFault.pass)
    one.older.faults.next(olderFault.status(500, 'Internal server error'))
    await expect(one.send(...tasks)).rejects.toMatchObject({ failure: 'server' })
    expect(await one.kinds(...tasks)).toEqual(['applied', 'applied'])
    expect(one.rows()).toMatchObject([{ status: 'STOPPED', duration: 60 }])
  })

  test('a 413 for what is small was cut off on its way: later, not never', async () => {
    const one = scene()
    const [good, bad] = [entries(one, 1).flat(), entries(one, 1).flat()]
    await one.send(...good)
    one.older.faults.next(olderFault.status(413, 'request entity too large'))
    await expect(one.send(...bad)).rejects.toMatchObject({ failure: 'server' })
    expect(new Set(await one.kinds(...bad))).toEqual(new Set(['applied']))
  })
})

describe('a description', () => {
  test('is cleaned of what would make the server fail, shortened to what it takes, and the log tells', async () => {
    const one = scene()
    const all = entries(one, 2, { 0: { description: 'a\0b\ud800' }, 1: { description: 'x'.repeat(6000) } })
    expect(new Set(await one.kinds(...all.flat()))).toEqual(new Set(['applied']))
    expect(one.rows()[0]?.description).toBe('ab�')
    expect(one.rows()[1]?.description).toHaveLength(5000)
    expect(one.logger.text()).toContain('1001 characters at its end')
  })
})

describe('a project', () => {
  test('is known to the server by its id: by name, by a name in other letters, and by the id of older work', async () => {
    const one = scene()
    const { id } = one.older.addProject('Website')
    const all = entries(one, 3, { 0: { project: 'Website' }, 1: { project: 'website ' }, 2: { project: id } })
    await one.send(...all.flat())
    expect(one.rows().map(({ projectId }) => projectId)).toEqual([id, id, id])
    expect(one.paths().filter((path) => path === 'GET /projects')).toHaveLength(1)
  })

  test('that its person has put right since is not refused on the way there, also where an answer was lost', async () => {
    const one = scene({ role: 'EMPLOYEE', hasSync: false })
    const { id: projectId } = one.older.addProject('Website')
    await one.send(...entries(one, 1, { 0: { project: 'Website' } }).flat())
    for (const wrong of [null, 'Web']) {
      const start = one.task('start', { payload: { project: wrong, description: `Work ${wrong}` } })
      const edit = one.task('edit', { entryId: start.lane, payload: { changes: { project: 'Website' } } })
      one.clock.advance(60_000)
      const stop = one.task('stop', { entryId: start.lane })
      one.journal.set(start.lane, { state: 'stopped', project: 'Website' })
      one.older.faults.next(olderFault.lost, { method: 'POST', path: '/time-entries' })
      await expect(one.send(start, edit, stop)).rejects.toThrow()
      // After trouble a batch is small.
      for (const task of [start, edit, stop]) expect(await one.kinds(task)).toEqual(['applied'])
    }
    expect(one.rows()).toMatchObject(Array(3).fill({ projectId, duration: 60, status: 'STOPPED' }))
  })

  test('one that is not there, or archived, parks its entry, and the words name those that are', async () => {
    const one = scene()
    one.older.addProject('Website')
    one.older.addProject('Old', 'ARCHIVED')
    const all = entries(one, 2, { 0: { project: 'Web' }, 1: { project: 'Old' } })
    const outcomes = await one.send(...all.flat())
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(['rejected', 'blocked', 'rejected', 'blocked'])
    expect(message(outcomes[0])).toBe('The server has no project “Web”. It has “Website”.')
    expect(message(outcomes[2])).toBe('The project “Old” is archived at the server. It has “Website”.')
  })

  test('an edit to one that is not there is refused alone: what came before it has arrived', async () => {
    const one = scene()
    const [[start, stop] = []] = entries(one, 1)
    if (!start || !stop) return
    const edit = one.task('edit', { entryId: start.lane, payload: { changes: { project: 'Nowhere' } } })
    expect(await one.kinds(start, stop, edit)).toEqual(['applied', 'applied', 'rejected'])
    expect(one.rows()).toHaveLength(1)
  })

  test('work on a project that was archived later can still be corrected', async () => {
    const one = scene()
    const project = one.older.addProject('Website')
    const [[start, stop] = []] = entries(one, 1, { 0: { project: 'Website' } })
    if (!start || !stop) return
    await one.send(start, stop)
    project.status = 'ARCHIVED'
    expect(await one.kinds(one.task('edit', { entryId: start.lane }))).toEqual(['applied'])
    expect(one.row()?.description).toBe('Changed')
  })
})

describe('requests', () => {
  test('are paced below the limit, and the rest is told to come later', async () => {
    const one = scene({ hasSync: false })
    const all = entries(one, 100)
    const outcomes = await one.send(...all.flat()).catch((error: unknown) => error)
    // Each is a POST and a PATCH, and here at most 90 of either go out in a minute.
    expect(outcomes).toBeInstanceOf(Array)
    expect(one.older.requests.length).toBeLessThan(400)
    const left = all.filter((_, n) => (outcomes as (Outcome | undefined)[])[2 * n] === undefined)
    expect(left.length).toBeGreaterThan(0)
    await expect(one.send(...left.flat())).rejects.toMatchObject({
      failure: 'throttled',
      retryAfterMs: expect.any(Number),
    })
    const before = one.older.requests.length
    await expect(one.send(...left.flat())).rejects.toMatchObject({ failure: 'throttled' })
    // The list of those that are known is asked again, nothing else.
    expect(one.older.requests.length - before).toBeLessThan(5)
    one.clock.advance(60_000)
    expect(new Set(await one.kinds(...left.flat()))).toEqual(new Set(['applied']))
    expect(one.rows()).toHaveLength(100)
  })

  test('after a 429 nothing goes to that endpoint until the time it names has passed', async () => {
    const one = scene()
    const [tasks = []] = entries(one, 1)
    one.older.faults.next(olderFault.status(429, 'ThrottlerException: Too Many Requests', 60))
    await expect(one.send(...tasks)).rejects.toMatchObject({ failure: 'throttled', retryAfterMs: 60_000 })
    await expect(one.send(...tasks)).rejects.toMatchObject({ failure: 'throttled' })
    expect(one.older.requests).toHaveLength(1)
    one.clock.advance(60_000)
    expect(await one.kinds(...tasks)).toEqual(['applied', 'applied'])
  })

  test('what the server says is shown without what steers a terminal, and without the token', async () => {
    const one = scene()
    const [tasks = []] = entries(one, 1)
    one.older.faults.next(olderFault.status(400, `\u001b[31mno ${one.token.reveal()}`))
    one.older.faults.next(olderFault.status(400, `\u001b[31mno ${one.token.reveal()}`))
    const [outcome] = await one.send(...tasks)
    expect(message(outcome)).toContain('[31mno [secret]')
    expect(message(outcome)).not.toMatch(/\p{Cc}/u)
  })
})
