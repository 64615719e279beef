import { expect, it } from 'vitest'
import { isMeantimeError, type NewScreenshot, type TaskId } from '../../src/index.js'
import { addLegacyScreenshot } from '../../src/sync/legacy-screenshot.js'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])
const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1')

async function added(imageData: unknown): Promise<NewScreenshot[]> {
  const shots: NewScreenshot[] = []
  const outbox = {
    add: async (shot: NewScreenshot) => {
      shots.push(shot)
      return 'task' as TaskId
    },
  }
  await addLegacyScreenshot(outbox, { imageData: imageData as string, timeEntryId: 'entry', takenAt: 7 })
  return shots
}

it.each([
  ['a data URL', `data:image/jpeg;base64,${JPEG.toString('base64')}`, 'image/jpeg', JPEG],
  ['bare base64', JPEG.toString('base64'), 'image/jpeg', JPEG],
  ['a PNG that calls itself a JPEG', `data:image/jpeg;base64,${PNG.toString('base64')}`, 'image/png', PNG],
] as const)('%s is kept as the bytes it holds', async (_name, imageData, mediaType, bytes) => {
  expect(await added(imageData)).toEqual([{ entryId: 'entry', takenAt: 7, mediaType, bytes }])
})

it.each([
  ['no base64', 'data:image/jpeg;base64,@@@'],
  ['nothing', ''],
  ['no picture', Buffer.from('hello there').toString('base64')],
  ['no text', undefined],
])('%s is refused, and not repeated in the message', async (_name, imageData) => {
  await expect(added(imageData)).rejects.toSatisfy((error) => isMeantimeError(error, 'LEGACY_PAYLOAD_UNREADABLE'))
})
