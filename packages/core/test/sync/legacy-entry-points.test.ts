import { describe, expect, it } from 'vitest'
import { isMeantimeError, workedMs } from '../../src/index.js'
import { harness } from './harness.js'

const TOKENS = ['old-access-token', 'old-refresh-token'] as const
const code = (expected: string) => (error: unknown) => isMeantimeError(error, expected)

describe('the predecessor’s entry points', () => {
  it('record start, pause, resume and stop, and ignore tokens wherever they stand', async () => {
    const { manager, journal, clock } = harness()
    const tokens = { accessToken: TOKENS[0], refreshToken: TOKENS[1], _encrypted: true }
    const start = { projectId: 'p-1', userId: 'u-1', description: 'Old habits', ...tokens }
    await manager.enqueueTimeEntry('time_entry_start', start, ...TOKENS)
    clock.time += 60_000
    await manager.enqueueTimeEntry('time_entry_pause', JSON.stringify({ id: 'temp-1', ...tokens }), ...TOKENS)
    clock.time += 60_000
    await manager.enqueueTimeEntry('time_entry_resume', { id: 'temp-1' })
    clock.time += 60_000
    const { entry } = await manager.enqueueTimeEntry('time_entry_stop', { id: 'temp-1', ...tokens }, ...TOKENS)
    expect(entry).toMatchObject({ description: 'Old habits', project: 'p-1', state: 'stopped' })
    expect(workedMs(entry, clock.now())).toBe(120_000)
    for (const secret of TOKENS) expect(JSON.stringify(journal.events)).not.toContain(secret)
  })

  it('a start ends whatever was open, as it did there', async () => {
    const { manager } = harness()
    await manager.enqueueTimeEntry('time_entry_start', { description: 'One' })
    const { stopped } = await manager.enqueueTimeEntry('time_entry_start', { description: 'Two' })
    expect(stopped).toMatchObject({ description: 'One', state: 'stopped' })
  })

  it('an event for another entry than the open one is refused', async () => {
    const { manager } = harness()
    const first = await manager.enqueueTimeEntry('time_entry_start', { description: 'One' })
    await manager.enqueueTimeEntry('time_entry_start', { description: 'Two' })
    const late = manager.enqueueTimeEntry('time_entry_stop', { id: first.entry.id })
    await expect(late).rejects.toSatisfy(code('ENTRY_NOT_OPEN'))
  })

  it.each([
    ['time_entry_start', 'no json {', 'LEGACY_PAYLOAD_UNREADABLE'],
    ['time_entry_start', null, 'LEGACY_PAYLOAD_UNREADABLE'],
    ['time_entry_start', [], 'LEGACY_PAYLOAD_UNREADABLE'],
    ['coffee', {}, 'LEGACY_TYPE_UNKNOWN'],
  ])('a %s with %j is refused, and nothing is recorded', async (type, payload, expected) => {
    const { manager, journal } = harness()
    const call = manager.enqueueTimeEntry(type as 'time_entry_start', payload)
    await expect(call).rejects.toSatisfy(code(expected))
    expect(journal.events).toEqual([])
  })

  it('syncTask tries one parked task again', async () => {
    const { manager, queue } = harness()
    queue.addMany(2)
    for (const row of queue.rows) row.state = 'dead'
    expect(await manager.syncTask(queue.rows[0]?.id ?? ('' as never))).toMatchObject({ sent: 1 })
    expect(queue.state('t1')).toBe('dead')
  })
})
