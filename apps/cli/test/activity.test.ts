import { expect, test } from 'vitest'
import { desk } from './support/in-process.js'

test('activity is off until it is turned on, and records no more than what was named', async () => {
  const { run, json } = await desk()
  expect(await json('activity', 'status')).toMatchObject({ on: false, level: false, apps: false, titles: false })
  expect((await run('activity', 'on', '--apps')).stdout).toContain('how much input, and which program; no titles')
  expect(await json('activity', 'status')).toMatchObject({ on: true, apps: true, titles: false })
  expect(await json('activity', 'on')).toMatchObject({ on: true, apps: false, titles: false })
  expect((await run('activity', 'off')).stdout).toBe('Activity is off.\n')
  expect(await json('activity', 'status')).toMatchObject({ on: false, since: null })
})

test('turned on while an entry runs it starts the agent that records it', async () => {
  const { run, detached } = await desk()
  await run('start', 'Design')
  await run('activity', 'on')
  expect(detached.flat()).toContain('agent')
})
