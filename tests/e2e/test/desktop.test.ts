import { agrees, ledgerLine, meantime } from '@meantime/tools'
import { expect, test } from 'vitest'
import { becomes, desk, everything, stateOf } from './support/desktop-world.js'
import { PASSWORD } from './support/real-world.js'
import { terminalAgent } from './support/terminal-agent.js'

test('a person’s day: recorded, corrected, offline, delivered; the ledger of both databases agrees', async () => {
  const { world, agent } = await desk()
  expect((await stateOf(agent)).account).toMatchObject({ email: 'ann@example.org', signedIn: true })
  await agent.ask('finishFirstRun')
  await agent.ask('start', { description: 'Write the report', project: 'Website' })
  await agent.ask('pause')
  await agent.ask('resume')
  await world.serverDown()
  const { entry } = await agent.ask('switch', { description: 'Answer mail' })
  await agent.ask('stop')
  await agent.ask('editEntry', { id: entry.id, changes: { description: 'Answered mail' } })
  const hourAgo = Date.now() - 3_600_000
  const added = await agent.ask('addEntry', {
    description: 'Call',
    project: null,
    segments: [{ from: hourAgo, to: hourAgo + 600_000 }],
  })
  await agent.ask('splitEntry', { id: added.id, at: hourAgo + 300_000 })
  await agent.ask('undo')
  expect(await agent.ask('syncNow')).toMatchObject({ status: 'offline' })
  expect((await everything(agent)).filter(({ waits }) => waits).length).toBeGreaterThanOrEqual(2)
  await world.serverUp()
  expect(await agent.ask('syncNow')).toMatchObject({ status: 'drained', left: 0 })
  const state = await becomes(agent, ({ sync }) => sync.counts.pending + sync.counts.leased === 0)
  expect(state).toMatchObject({ firstRun: false, current: null, sync: { counts: { dead: 0, dropped: 0 } } })
  expect((await everything(agent)).some(({ waits }) => waits)).toBe(false)
  expect(await agent.stop()).toBe(0)
  const ledger = await world.ledger()
  expect(agrees(ledger), ledgerLine(ledger)).toBe(true)
  expect(ledger.delivered).toBeGreaterThanOrEqual(10)
})

test('what the terminal records the window is told within a second, and the other way round', async () => {
  const { world, agent } = await desk({ autoSync: false })
  const seen = becomes(agent, ({ current }) => current?.description === 'From the terminal')
  let saw = Number.POSITIVE_INFINITY
  void seen.then(() => {
    saw = performance.now()
  })
  expect((await world.cli('start', 'From the terminal')).exitCode).toBe(0)
  const recorded = performance.now()
  await seen
  expect(saw - recorded).toBeLessThan(1000)
  await agent.ask('switch', { description: 'From the window' })
  expect((await world.cli('status', '--json')).stdout).toContain('From the window')
  const paused = becomes(agent, ({ capture }) => capture.private)
  await world.cli('screenshots', 'private', 'on')
  await paused
})

test('somebody signs in at the terminal: the window is theirs', async () => {
  const { world, agent } = await desk({ autoSync: false })
  await agent.ask('start', { description: 'Of Ann' })
  const bobs = becomes(agent, ({ account }) => account?.email === 'bob@example.org')
  const bob = ['login', '--server', world.url, '--email', 'bob@example.org', '--register', '--password-stdin']
  expect((await meantime(world.client, bob, { input: PASSWORD })).exitCode).toBe(0)
  expect(await bobs).toMatchObject({ current: null, account: { signedIn: true } })
  await agent.ask('start', { description: 'Of Bob' })
  expect((await everything(agent)).map(({ description }) => description)).toEqual(['Of Bob'])
})

test('a second start asks the first one for its window and ends well; after kill -9 the next one starts at once', async () => {
  const { world, agent, open } = await desk({ autoSync: false })
  await expect(open()).rejects.toThrow(
    new RegExp(`ended \\(0\\).*process ${agent.child.pid}.*its window was asked for`),
  )
  expect((await stateOf(agent)).recorder).toEqual({ here: true })
  await agent.kill()
  const begun = performance.now()
  const next = await open()
  // The lock of one that was killed would last for ten seconds.
  expect(performance.now() - begun).toBeLessThan(9000)
  expect((await stateOf(next)).recorder).toEqual({ here: true })
  expect((await world.cli('start', 'Still one person')).exitCode).toBe(0)
})

test('beside `meantime agent` the window works and says who records; when that one ends it records itself', async () => {
  const { world, agent, open } = await desk({ autoSync: false })
  await agent.stop()
  const other = await terminalAgent(world.client)
  const window = await open()
  expect((await stateOf(window)).recorder).toEqual({ here: false, pid: other.pid })
  await window.ask('start', { description: 'Recorded all the same' })
  await other.stop()
  const state = await becomes(window, ({ recorder }) => recorder?.here === true)
  expect(state.current?.description).toBe('Recorded all the same')
})
