import { expect, test } from 'vitest'
import { MINUTE, manualDesk, refusalOf } from '../support/agent.js'

test('start, pause, resume, switch and stop are on the disk when they return, and the next question tells them', async () => {
  const { ask, clock } = await manualDesk()
  const began = clock.now()
  const { entry } = await ask('start', { description: 'Write', project: 'Book' })
  expect((await ask('state')).current).toMatchObject({ id: entry.id, state: 'running', project: 'Book', waits: true })
  clock.advance(10 * MINUTE)
  await ask('pause')
  clock.advance(MINUTE)
  await ask('resume')
  clock.advance(MINUTE)
  const { entry: next, stopped } = await ask('switch', { description: 'Mail' })
  expect(stopped).toMatchObject({ id: entry.id, state: 'stopped' })
  clock.advance(MINUTE)
  await ask('stop')
  expect((await ask('state')).current).toBeNull()
  expect(await ask('entries', { from: began, to: clock.now() })).toMatchObject([
    { id: next.id, description: 'Mail', state: 'stopped' },
    {
      id: entry.id,
      segments: [
        { from: began, to: began + 10 * MINUTE },
        { from: began + 11 * MINUTE, to: began + 12 * MINUTE },
      ],
    },
  ])
})

test('what cannot be is refused in words, with nothing that only a terminal understands, and changes nothing', async () => {
  const { agent, ask } = await manualDesk()
  await ask('start', { description: 'Write' })
  const refused = await agent.dispatch('start', { description: 'Another' })
  expect(refused).toMatchObject({ ok: false, problem: { code: 'ALREADY_TRACKING', safe: 'Nothing was changed.' } })
  expect(JSON.stringify(refused)).not.toContain('`meantime')
  expect((await ask('state')).current?.description).toBe('Write')
})

test('a question that is not well-formed, or that nobody knows, reaches no handler', async () => {
  const { agent, ask } = await manualDesk()
  for (const input of [undefined, null, 'start', [], { description: 7 }, { description: 'x'.repeat(5001) }])
    expect(await agent.dispatch('start', input), JSON.stringify(input)).toMatchObject({
      problem: { code: 'BRIDGE_INPUT' },
    })
  for (const name of ['', 'constructor', '__proto__', 'toString', 'nothing'])
    expect(await agent.dispatch(name, {})).toMatchObject({ ok: false, problem: { code: 'BRIDGE_UNKNOWN' } })
  expect((await ask('state')).current).toBeNull()
})

test('the first run is asked for until it is finished, also by a window that comes later', async () => {
  const { ask, folder, stop } = await manualDesk()
  expect((await ask('state')).firstRun).toBe(true)
  await ask('finishFirstRun')
  expect((await ask('state')).firstRun).toBe(false)
  await stop()
  const later = await manualDesk({ folder })
  expect((await later.ask('state')).firstRun).toBe(false)
})

test('about tells the versions, the folder and the device', async () => {
  const { ask, folder } = await manualDesk()
  expect(await ask('about')).toMatchObject({
    node: process.versions.node,
    dataFolder: folder,
    sqlite: expect.stringMatching(/^3\./),
  })
  await expect(refusalOf(ask('picture', { id: 'no-uuid' }))).resolves.toBe('BRIDGE_INPUT')
})
