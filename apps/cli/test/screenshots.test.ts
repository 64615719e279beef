import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DeskOptions, desk } from './support/in-process.js'
import { camera, WEBP } from './support/pictures.js'

const MINUTE = 60_000

interface Listed {
  readonly id: string
  readonly state: string
  readonly reason: string | null
  readonly picture: { readonly sha256: string; readonly redacted: number | 'all'; readonly bytes: number } | null
}

async function scene(options: DeskOptions = {}) {
  const at = await desk(options)
  await at.run('start', 'work')
  const shots = await camera(at)
  const list = async (...more: string[]) => (await at.json('screenshots', 'list', ...more)).screenshots as Listed[]
  const spooled = () => readdirSync(join(at.folder, 'spool'))
  return { ...at, ...shots, list, spooled }
}

const codeOf = (stderr: string) => (JSON.parse(stderr) as { error: { code: string } }).error.code

describe('screenshots list', () => {
  test('tells of each moment when it was, which screen, how large, and what becomes of it, in 80 columns', async () => {
    const { run, take, skip, release, clock } = await scene()
    const first = await take('Left')
    clock.advance(10 * MINUTE)
    await release()
    await skip('locked')
    const held = await take('A screen with a very long name', Buffer.concat([WEBP, Buffer.alloc(212_000)]))
    await run('screenshots', 'redact', held.id.slice(-8), '--area', '0,0,8,8')
    const { stdout } = await run('screenshots', 'list')
    const lines = stdout.trimEnd().split('\n')
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80)
    expect(lines[0]).toMatch(/^Mon,? 5 Jan 2026$/)
    expect(stdout).toMatch(/09:10 {2}A screen wi… {2}64×48 +.* {2}\S{8} {2}yours until 09:20/)
    expect(stdout).toMatch(/09:10 .*skipped: the screen/)
    expect(stdout).toMatch(new RegExp(`09:00 .*126 B {2}${first.id.slice(-8)} {2}waits to be sent: Its`))
  })

  test('filters by state and by day, and shows nothing without an error', async () => {
    const { list, run, take, skip, clock } = await scene()
    await skip('idle')
    clock.advance(24 * 60 * MINUTE)
    const { id } = await take()
    expect((await list('--state', 'here')).map((shot) => shot.id)).toEqual([id])
    expect((await list('--day', 'yesterday')).map(({ reason }) => reason)).toEqual(['idle'])
    expect(await list('--state', 'sent', 'dropped')).toEqual([])
    const { code, stdout, stderr } = await run('screenshots', 'list', '--state', 'sent')
    expect([code, stdout, stderr]).toEqual([0, '', 'No screenshots to show.\n'])
    expect((await run('screenshots', 'list', '--state', 'lost')).code).toBe(2)
  })
})

describe('screenshots show', () => {
  test('writes the picture as it is to a file of its owner, and says when it was taken', async () => {
    const { run, take, folder } = await scene()
    const { id } = await take()
    const output = join(folder, 'seen.webp')
    const { code, stdout, stderr } = await run('screenshots', 'show', id.slice(-6), '--output', output)
    expect([code, readFileSync(output).equals(WEBP)]).toEqual([0, true])
    expect(statSync(output).mode & 0o777).toBe(0o600)
    expect(stdout).toMatch(/^Mon,? 5 Jan 2026, 09:00, Left, 64×48, 126 B$/m)
    expect(stderr).toContain('not encrypted')
    const again = await run('screenshots', 'show', id, '--output', output, '--json')
    expect([again.code, codeOf(again.stderr)]).toEqual([2, 'FILE_EXISTS'])
  })

  test('opens it at a terminal from a private copy that is gone afterwards, also when no viewer opens', async () => {
    const seen: string[] = []
    const stdout = { isTTY: true, write: () => undefined }
    let works = true
    const view = async (file: string) => {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file).equals(WEBP)).toBe(true)
      seen.push(file)
      if (!works) throw new Error('no viewer')
    }
    const { run, take, folder } = await scene({ io: { stdout, view } })
    const { id } = await take()
    expect((await run('screenshots', 'show', id)).code).toBe(0)
    works = false
    expect((await run('screenshots', 'show', id)).code).toBe(1)
    expect(seen).toHaveLength(2)
    expect(seen.filter((file) => existsSync(file))).toEqual([])
    expect(statSync(join(folder, 'shown')).mode & 0o777).toBe(0o700)
  })

  test('removes the copies of programs that were killed, and leaves those of living ones', async () => {
    const view = async () => undefined
    const stdout = { isTTY: true, write: () => undefined }
    const { run, take, folder } = await scene({ io: { stdout, view } })
    const { id } = await take()
    await run('screenshots', 'show', id)
    writeFileSync(join(folder, 'shown', '4194303-screenshot.webp'), 'a killed one')
    writeFileSync(join(folder, 'shown', '1-screenshot.webp'), 'a living one')
    await run('screenshots', 'show', id)
    expect(readdirSync(join(folder, 'shown'))).toEqual(['1-screenshot.webp'])
  })

  test('without a terminal it wants a file; of what is gone it says what became of it', async () => {
    const { run, take } = await scene()
    const { id } = await take()
    const piped = await run('screenshots', 'show', id, '--json')
    expect([piped.code, codeOf(piped.stderr)]).toEqual([2, 'OUTPUT_MISSING'])
    await run('screenshots', 'delete', id, '--yes')
    const gone = await run('screenshots', 'show', id, '--output', 'x.webp')
    expect([gone.code, gone.stderr]).toEqual([3, expect.stringContaining('deleted by you')])
    expect((await run('screenshots', 'show', 'beef', '--output', 'x.webp')).code).toBe(2)
  })

  test('a picture that was damaged on the disk is not shown', async () => {
    const { run, take, folder, spooled } = await scene()
    const { id } = await take()
    const [name = ''] = spooled()
    const bytes = readFileSync(join(folder, 'spool', name))
    bytes.writeUInt8((bytes[100] ?? 0) ^ 1, 100)
    writeFileSync(join(folder, 'spool', name), bytes)
    const output = join(folder, 'x.webp')
    const { code, stderr } = await run('screenshots', 'show', id, '--output', output, '--json')
    expect([code, codeOf(stderr), existsSync(output)]).toEqual([1, 'BLOB_DAMAGED', false])
  })
})

describe('screenshots delete', () => {
  const pictures = (count: number) => Array.from({ length: count }, (_, n) => Buffer.from(`picture ${n}`))

  test('asks first; after a yes files and tasks are gone at once, and the worked time stays', async () => {
    const answers = [false, true]
    const ask = { email: fail, password: fail, choose: fail, text: fail, agree: async () => answers.shift() ?? false }
    const { run, json, take, release, clock, spooled, list } = await scene({ io: { ask } })
    const [one, two] = pictures(2)
    const queued = await take('Left', one)
    clock.advance(10 * MINUTE)
    await release()
    const held = await take('Left', two)
    const before = await json('log')
    expect((await run('screenshots', 'delete', queued.id, held.id)).stdout).toBe('Nothing was deleted.\n')
    expect(spooled()).toHaveLength(2)
    const { stdout } = await run('screenshots', 'delete', queued.id, held.id)
    expect(stdout).toBe('2 pictures deleted; the worked time stays.\n')
    expect(spooled()).toEqual([])
    expect((await list()).map(({ state, reason }) => [state, reason])).toEqual([
      ['deleted', 'by-person'],
      ['deleted', 'by-person'],
    ])
    expect(await json('log')).toEqual(before)
    expect(await json('queue', 'list')).toMatchObject({ tasks: [{ type: 'time_entry_start' }] })
  })

  test('takes all that is held, or all of an entry, and says what is too late', async () => {
    const { run, json, take, spooled, clock, release } = await scene()
    const [a, b, c, d] = pictures(4)
    const first = await take('Left', a)
    clock.advance(10 * MINUTE)
    await release()
    await take('Left', b)
    await take('Right', c)
    expect((await run('screenshots', 'delete', '--all-held')).code).toBe(2)
    expect((await json('screenshots', 'delete', '--all-held', '--yes')).deleted).toHaveLength(2)
    expect(spooled()).toHaveLength(1)
    await take('Left', d)
    const ofEntry = await json('screenshots', 'delete', '--entry', first.entryId, first.id, '--yes')
    expect(ofEntry).toMatchObject({ deleted: expect.arrayContaining([first.id]), tooLate: [] })
    expect(spooled()).toEqual([])
    expect(await json('screenshots', 'delete', first.id, '--yes')).toEqual({ deleted: [], tooLate: [first.id] })
    expect((await run('screenshots', 'delete')).code).toBe(2)
  })

  test('a file that two pictures share goes with the second', async () => {
    const { run, take, spooled } = await scene()
    const [one, two] = [await take(), await take()]
    await run('screenshots', 'delete', one.id, '--yes')
    expect(spooled()).toHaveLength(1)
    await run('screenshots', 'delete', two.id, '--yes')
    expect(spooled()).toEqual([])
  })
})

describe('screenshots redact', () => {
  test('covers a part for good: the picture of before is gone from the disk, and it counts', async () => {
    const { run, json, take, spooled, list } = await scene()
    const { id, picture } = await take()
    expect((await run('screenshots', 'redact', id, '--area', '0,0,16,16', '32,0,8,8')).stdout).toBe(
      '2 areas covered.\n',
    )
    await run('screenshots', 'redact', id, '--area', '0,32,8,8')
    const [after] = await list()
    expect(after).toMatchObject({ state: 'held', picture: { redacted: 3 } })
    expect(spooled()).toEqual([after?.picture?.sha256])
    expect(after?.picture?.sha256).not.toBe(picture?.sha256)
    expect(await json('screenshots', 'redact', id, '--all')).toMatchObject({ picture: { redacted: 'all' } })
    expect(spooled()).toHaveLength(1)
  })

  test.each([
    [['--area', '1,2,3'], 'AREA_INVALID'],
    [['--area', '0,0,0,5'], 'AREA_INVALID'],
    [['--area', '500,500,5,5'], 'AREA_OUTSIDE'],
    [[], 'AREA_MISSING'],
  ])('%j changes nothing: %s', async (more, expected) => {
    const { run, take, list } = await scene()
    const { id, picture } = await take()
    const { code, stderr } = await run('screenshots', 'redact', id, ...more, '--json')
    expect([code, codeOf(stderr)]).toEqual([2, expected])
    expect((await list())[0]?.picture).toEqual(picture)
  })

  test('what waits to be sent already can only be deleted', async () => {
    const { run, take, release, clock } = await scene()
    const { id } = await take()
    clock.advance(10 * MINUTE)
    await release()
    const { code, stderr } = await run('screenshots', 'redact', id, '--all')
    expect([code, stderr]).toEqual([3, expect.stringContaining('only be deleted')])
  })
})

const fail = () => Promise.reject(new Error('asked'))
