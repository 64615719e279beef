import { describe, expect, test } from 'vitest'
import { KEY, PICTURE, scene } from '../support/older-scene.js'

describe('screenshots at the older server', () => {
  test('a replayed screenshot is a duplicate (1), and its time is its arrival (14)', async () => {
    const { call, start, older, clock } = scene()
    const shot = { imageData: `data:image/jpeg;base64,${PICTURE}`, timeEntryId: await start() }
    expect(await call('POST', '/screenshots', shot)).toMatchObject({
      status: 201,
      body: { timeEntryId: shot.timeEntryId },
    })
    clock.advance(1000)
    await call('POST', '/screenshots', { ...shot, imageData: PICTURE })
    expect(older.tables.screenshots.map(({ timestamp }) => timestamp)).toEqual([clock.now() - 1000, clock.now()])
  })

  test('one message means a bad image and a full disk', async () => {
    const { call, start, older } = scene()
    const timeEntryId = await start()
    const send = async (imageData: string) =>
      (await call('POST', '/screenshots', { imageData, timeEntryId })).body.message
    expect(await send('no base64!')).toBe('Invalid base64 encoding')
    expect(await send(`data:image/gif;base64,${PICTURE}`)).toBe('Invalid image data format')
    expect(await send(Buffer.from('no picture').toString('base64'))).toBe('Failed to save screenshot')
    older.faults.storageBroken = true
    expect(await send(PICTURE)).toBe('Failed to save screenshot')
    expect((await call('POST', '/screenshots', { imageData: PICTURE, timeEntryId, takenAt: 1 })).status).toBe(400)
    expect((await call('POST', '/screenshots', { imageData: PICTURE, timeEntryId: KEY })).status).toBe(404)
  })
})
