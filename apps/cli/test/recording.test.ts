import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { bytes, desk } from './support/in-process.js'

const MINUTE = 60_000
const error = (stderr: string) => JSON.parse(stderr).error as { code: string; safe: string; hint: string }

describe('recording', () => {
  test('a day of work: start, pause, resume, switch, stop', async () => {
    const { run, json, clock } = await desk()
    expect((await run('start', 'write', 'the', 'report', '-p', 'Acme')).stdout).toBe(
      'Started “write the report” [Acme] at 09:00.\n',
    )
    clock.advance(30 * MINUTE)
    expect((await run('pause')).stdout).toContain('30m worked so far')
    clock.advance(30 * MINUTE)
    await run('resume')
    clock.advance(35 * MINUTE)
    expect((await run('switch', 'call')).stdout).toBe(
      'Stopped “write the report” [Acme] after 1h 05m.\nStarted “call” at 10:35.\n',
    )
    clock.advance(5 * MINUTE)
    expect((await run('stop')).stdout).toBe('Stopped “call” at 10:40: 5m worked.\n')
    expect(await json('log')).toMatchObject({ workedMs: 70 * MINUTE, days: [{ day: '2026-01-05' }] })
  })

  test('switching stops the open entry at the instant at which the next one starts', async () => {
    const { json, clock } = await desk()
    await json('start', 'one')
    clock.advance(60 * MINUTE)
    const { entry, stopped } = await json('switch', 'two', '--at', '9:40')
    expect(stopped).toMatchObject({ description: 'one', state: 'stopped', endedAt: '2026-01-05T09:40:00.000Z' })
    expect(entry).toMatchObject({ description: 'two', state: 'running', startedAt: '2026-01-05T09:40:00.000Z' })
  })

  test('starting while something is open is refused with the way out, and changes nothing', async () => {
    const { run, json } = await desk()
    await run('start', 'one')
    const { code, stderr, stdout } = await run('start', 'two', '--json')
    expect([code, stdout]).toEqual([3, ''])
    expect(error(stderr)).toMatchObject({ code: 'ALREADY_TRACKING', hint: expect.stringContaining('meantime switch') })
    expect(await json('status')).toMatchObject({ entry: { description: 'one' } })
  })

  test.each([['stop'], ['pause'], ['resume']])('%s with nothing open is the wrong moment', async (verb) => {
    const { run } = await desk()
    const { code, stderr } = await run(verb)
    expect(code).toBe(3)
    expect(stderr).toMatch(/no entry is open\. Nothing was changed\. .*meantime start/)
  })

  test('a time to come and a time before the start are refused, and told on the clock of the wall', async () => {
    const { run, json } = await desk()
    expect((await run('start', '--at', '23:00')).code).toBe(2)
    await run('start', '--at', '8:30')
    const { code, stderr } = await run('stop', '--at', '8:00')
    expect(code).toBe(2)
    expect(stderr).toMatch(/is before .*Nothing was changed/)
    expect(await json('status')).toMatchObject({ entry: { state: 'running', startedAt: '2026-01-05T08:30:00.000Z' } })
  })
})

describe('a description', () => {
  test('comes from stdin for a single -', async () => {
    const { json } = await desk({ io: { stdin: bytes('from ', Buffer.from('stdin — ✓\n')) } })
    expect(await json('start', '-')).toMatchObject({ entry: { description: 'from stdin — ✓' } })
  })

  test('that never ends is refused without reading it to its end', async () => {
    let taken = 0
    async function* endless() {
      for (;;) {
        taken += 1
        yield 'x'.repeat(10_000)
      }
    }
    const { run, json } = await desk({ io: { stdin: endless() } })
    const { code, stderr } = await run('start', '-', '--json')
    expect([code, error(stderr).code]).toEqual([2, 'TEXT_TOO_LONG'])
    expect(taken).toBeLessThan(10)
    expect(await json('status')).toMatchObject({ entry: null })
  })

  test.each([
    ['NUL', 'a\0b'],
    ['half of a pair', 'a\uD800b'],
  ])('with %s is refused, because it could not be kept as it is', async (_, text) => {
    const { run, json } = await desk()
    for (const argv of [
      ['start', text],
      ['start', 'x', '-p', text],
    ]) {
      const { code, stderr } = await run(...argv, '--json')
      expect([code, error(stderr).code]).toEqual([2, 'TEXT_NOT_ALLOWED'])
    }
    expect(await json('status')).toMatchObject({ entry: null, queue: { waiting: 0 } })
  })

  test('that is no UTF-8 is refused', async () => {
    const { run } = await desk({ io: { stdin: bytes(new Uint8Array([0xff, 0xfe, 0x41])) } })
    expect((await run('start', '-')).code).toBe(2)
  })

  test('is kept to the letter, and cannot drive the terminal when it is shown', async () => {
    const { run, json } = await desk()
    const text = '\u001B[31mred\u001B[0m 👩‍💻'
    expect((await run('start', text)).stdout).not.toContain('\u001B')
    expect(await json('status')).toMatchObject({ entry: { description: text } })
  })
})

describe('what is said about delivery', () => {
  test('before anybody signed in, work is recorded for this computer', async () => {
    const { run, json, detached } = await desk()
    const { code, stderr } = await run('start')
    expect(code).toBe(0)
    expect(stderr).toBe('Saved on this computer. It will be delivered after `meantime login`.\n')
    expect(detached).toEqual([])
    expect(await json('status')).toMatchObject({ account: null, queue: { waiting: 1, parked: 0 }, lastSync: null })
  })

  test('--quiet leaves only data', async () => {
    const { run } = await desk()
    expect(await run('start', 'x', '--quiet')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('x'),
    })
  })
})

describe('status and log', () => {
  test('work over midnight counts on both days, the running entry up to now', async () => {
    const clock = new ManualClock(Date.parse('2026-01-05T22:00:00Z'), 'Europe/Berlin')
    const { run, json } = await desk({ clock })
    await run('start', 'late')
    clock.advance(90 * MINUTE)
    expect(await json('log')).toMatchObject({
      workedMs: 90 * MINUTE,
      days: [
        { day: '2026-01-05', workedMs: 60 * MINUTE },
        { day: '2026-01-06', workedMs: 30 * MINUTE, entries: [{ state: 'running', segments: [{ to: null }] }] },
      ],
    })
    expect(await json('log', '--today')).toMatchObject({ workedMs: 30 * MINUTE })
    expect(await json('log', '--to', 'yesterday')).toMatchObject({ workedMs: 60 * MINUTE })
    expect(await json('status')).toMatchObject({ today: { day: '2026-01-06', workedMs: 30 * MINUTE } })
    const { stdout } = await run('log')
    expect(stdout).toContain('Tue, 6 Jan 2026  30m\n  00:00–now')
  })

  test('status shows the running time in hours, minutes and seconds', async () => {
    const { run, clock } = await desk()
    await run('start', 'x')
    clock.advance(754_000)
    expect((await run('status')).stdout).toContain('Running “x” since 09:00, 0:12:34 worked')
  })

  test('with nothing recorded it is empty, and that is no error', async () => {
    const { run, json } = await desk()
    expect(await run('log')).toEqual({ code: 0, stdout: '', stderr: 'Nothing was recorded in that time.\n' })
    expect(await json('log')).toMatchObject({ days: [], workedMs: 0 })
    expect(await json('queue', 'list')).toMatchObject({ tasks: [] })
    expect((await run('status')).stdout).toContain('Nothing is running.')
  })
})

describe('the queue', () => {
  test('lists what waits, and gives up only what is named', async () => {
    const { run, json } = await desk()
    await run('start', 'x')
    await run('stop')
    const { tasks } = (await json('queue', 'list')) as { tasks: { id: string; type: string }[] }
    expect(tasks.map(({ type }) => type)).toEqual(['time_entry_start', 'time_entry_stop'])
    expect((await run('queue', 'list')).stdout).toContain('waiting')
    expect((await run('queue', 'discard', 'no-such-id')).code).toBe(2)
    expect(await json('queue', 'discard', tasks[1]?.id ?? '')).toEqual({ discarded: 1 })
    expect(await json('status')).toMatchObject({ queue: { waiting: 1, discarded: 1 } })
  })

  test('says what it means to give up a start: the whole entry, also what is changed in it later', async () => {
    const { run, json } = await desk()
    await run('start', 'x')
    const { tasks } = (await json('queue', 'list')) as { tasks: { id: string }[] }
    const { stdout, stderr } = await run('queue', 'discard', tasks[0]?.id ?? '')
    expect(stdout).toBe('1 given up; the server will not get it.\n')
    expect(stderr).toBe('This entry will not be sent, nor what you change in it later; your own log keeps it.\n')
    await run('stop')
    expect(await json('status')).toMatchObject({ queue: { waiting: 0, discarded: 2 } })
    expect((await run('log')).stdout).toContain('x')
  })

  test.each([
    [['queue', 'list', '--state', 'lost']],
    [['queue', 'list', '--limit', 'x']],
    [['queue', 'retry', 'no-such-id']],
    [['queue', 'discard']],
  ])('%j is a wrong word', async (argv) => {
    const { run } = await desk()
    expect((await run(...argv)).code).toBe(2)
  })
})

describe('times that cannot be right', () => {
  test('a clock that was set back is told, not only noted', async () => {
    const { run, clock } = await desk()
    await run('start', 'x')
    clock.set(clock.now() - 3_600_000)
    const { code, stderr } = await run('stop')
    expect(code).toBe(0)
    expect(stderr).toContain('The clock was set back while “x” was open')
  })

  test('more than a day without a break is recorded, and told', async () => {
    const { run, clock } = await desk()
    await run('start', 'x')
    clock.advance(30 * 3_600_000)
    expect((await run('stop')).stderr).toContain('30h 00m without a break')
    expect((await run('start', 'y')).stderr).not.toContain('without a break')
  })

  test('bytes that are no UTF-8 are refused, because what was typed is lost already', async () => {
    const { run } = await desk()
    expect((await run('start', 'caf\uFFFD')).code).toBe(2)
  })
})
