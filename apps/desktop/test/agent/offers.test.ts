import { HEARTBEAT, type Heartbeat, LOCAL_ACCOUNT, STATE_STORE } from '@meantime/core'
import { expect, test } from 'vitest'
import { MINUTE, manualDesk, refusalOf } from '../support/agent.js'
import { otherProgram } from '../support/other-program.js'

/** A running entry whose watcher was killed a minute later, and a desk that is opened an hour after that. */
async function afterACrash() {
  const first = await manualDesk()
  const from = first.clock.now()
  const { entry } = await first.ask('start', { description: 'Report' })
  await first.stop()
  const gone: Heartbeat = {
    account: LOCAL_ACCOUNT,
    alive: from + MINUTE,
    lastSeen: from + MINUTE,
    causes: [],
    // Greater than any process id.
    pid: 2 ** 22 + 1,
    watching: true,
  }
  const disk = await otherProgram(first.folder)
  await disk.get(STATE_STORE).set(HEARTBEAT, gone)
  const desk = await manualDesk({ folder: first.folder, at: from + 61 * MINUTE })
  return { ...desk, from, entry }
}

test('after a crash the time in between is counted as it was, and offered for correction', async () => {
  const { ask, from, entry } = await afterACrash()
  const { current, offers } = await ask('state')
  expect(current?.segments).toEqual([{ from, to: null }])
  expect(offers).toMatchObject([
    {
      entryId: entry.id,
      description: 'Report',
      causes: ['crash'],
      from: from + MINUTE,
      to: from + 61 * MINUTE,
      ms: 60 * MINUTE,
    },
  ])
})

test('discard takes the time out and the entry goes on; a second answer finds nothing to do', async () => {
  const { ask, from } = await afterACrash()
  const [{ id = '' } = {}] = (await ask('state')).offers
  expect(await ask('answerOffer', { id, answer: { kind: 'discard' } })).toMatchObject([
    {
      state: 'running',
      segments: [
        { from, to: from + MINUTE },
        { from: from + 61 * MINUTE, to: null },
      ],
    },
  ])
  expect((await ask('state')).offers).toEqual([])
  expect(await refusalOf(ask('answerOffer', { id, answer: { kind: 'keep' } }))).toBe('AWAY_ANSWERED')
})

test('split with a description makes the time an entry of its own', async () => {
  const { ask } = await afterACrash()
  const [{ id = '' } = {}] = (await ask('state')).offers
  const answer = { kind: 'split' as const, description: 'Lunch', project: 'Home' }
  const entries = await ask('answerOffer', { id, answer })
  expect(entries).toMatchObject([
    { description: 'Report' },
    { description: 'Lunch', project: 'Home', state: 'stopped' },
  ])
})
