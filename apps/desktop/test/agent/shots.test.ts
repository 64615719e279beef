import { type AccountId, NEW_ID, SHOT_KEEPER, SHOT_LEDGER, type TaskId, TIME_TRACKER } from '@meantime/core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { MINUTE, manualDesk, refusalOf } from '../support/agent.js'

async function deskWithAPicture() {
  const desk = await manualDesk()
  const { agent, ask, clock } = desk
  const { entry } = await ask('start', { description: 'Draw' })
  const colour = { r: 200, g: 40, b: 40 }
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .webp()
    .toBuffer()
  const facts = { mediaType: 'image/webp', width: 64, height: 48, redacted: 0 }
  const keep = (account: AccountId) =>
    agent.app.get(SHOT_KEEPER).keep(
      {
        id: agent.app.get(NEW_ID)() as TaskId,
        account,
        entryId: entry.id as never,
        takenAt: clock.now(),
        monitor: 'Left',
        holdUntil: clock.now() + 10 * MINUTE,
      },
      bytes,
      facts,
    )
  const shot = await keep(agent.app.get(TIME_TRACKER).account)
  return { ...desk, bytes, shot, keep }
}

test('a held picture is listed, shown and counted', async () => {
  const { ask, shot, bytes } = await deskWithAPicture()
  expect(await ask('shots', { states: ['held'] })).toMatchObject([
    { id: shot.id, monitor: 'Left', state: 'held', picture: { mediaType: 'image/webp', width: 64, redacted: 0 } },
  ])
  const { mediaType, data } = await ask('picture', { id: shot.id })
  expect([mediaType, Buffer.from(data, 'base64').equals(bytes)]).toEqual(['image/webp', true])
  expect((await ask('state')).capture.held).toBe(1)
  expect(await ask('shots', { states: ['sent'] })).toEqual([])
})

test('a redacted picture shows nothing of what was there, and is told so', async () => {
  const { ask, shot } = await deskWithAPicture()
  const area = { x: 0, y: 0, width: 32, height: 48 }
  expect(await ask('redactShot', { id: shot.id, areas: [area] })).toMatchObject({ picture: { redacted: 1 } })
  const { data } = await ask('picture', { id: shot.id })
  const left = { left: 2, top: 2, width: 24, height: 44 }
  const pixels = await sharp(Buffer.from(data, 'base64')).extract(left).raw().toBuffer()
  expect(Math.max(...pixels)).toBeLessThan(60)
  expect(await refusalOf(ask('redactShot', { id: shot.id, areas: [{ ...area, x: 500 }] }))).toBe('AREA_OUTSIDE')
})

test('a deleted picture is gone; a second deletion says that it deleted nothing', async () => {
  const { ask, shot } = await deskWithAPicture()
  expect(await ask('deleteShots', { ids: [shot.id] })).toEqual({ deleted: [shot.id] })
  expect(await refusalOf(ask('picture', { id: shot.id }))).toBe('SHOT_UNKNOWN')
  expect(await ask('deleteShots', { ids: [shot.id] })).toEqual({ deleted: [] })
})

test('pictures of somebody else on this computer are not shown, redacted or deleted', async () => {
  const { agent, ask, keep } = await deskWithAPicture()
  const foreign = await keep('00000000-0000-4000-8000-000000000001' as AccountId)
  expect((await ask('shots')).map(({ id }) => id)).not.toContain(foreign.id)
  expect(await refusalOf(ask('picture', { id: foreign.id }))).toBe('SHOT_UNKNOWN')
  expect(await refusalOf(ask('redactShot', { id: foreign.id, areas: 'all' }))).toBe('SHOT_UNKNOWN')
  expect(await ask('deleteShots', { ids: [foreign.id] })).toEqual({ deleted: [] })
  expect((await agent.app.get(SHOT_LEDGER).get(foreign.id))?.state).toBe('held')
})

test('the switches of screenshots: off until they are turned on, paused, private, off', async () => {
  const { ask, clock } = await deskWithAPicture()
  expect((await ask('state')).capture).toMatchObject({ on: false })
  await ask('screenshotsOn')
  expect((await ask('state')).capture).toMatchObject({ on: true, agreedAt: clock.now() })
  expect(await ask('screenshotsPause', { ms: MINUTE })).toEqual({ until: clock.now() + MINUTE })
  expect((await ask('state')).capture.pausedUntil).toBe(clock.now() + MINUTE)
  await ask('screenshotsResume')
  await ask('screenshotsPrivate', { on: true })
  expect((await ask('state')).capture).toMatchObject({ private: true })
  await ask('screenshotsPrivate', { on: false })
  await ask('screenshotsOff')
  expect((await ask('state')).capture).toMatchObject({ on: false, private: false })
  expect(await refusalOf(ask('screenshotsPause', { ms: 8 * 24 * 60 * MINUTE }))).toBe('PAUSE_INVALID')
})
