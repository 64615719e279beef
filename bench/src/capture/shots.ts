import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createPicturePipeline, nodeScreenshotsSource, privacyRules } from '@meantime/capture'
import { BLOB_STORE, coreServices, createApp, systemClock } from '@meantime/core'
import { fileSpool, keyInFile } from '@meantime/spool'
import * as screenshots from 'node-screenshots'
import sharp from 'sharp'

const signal = new AbortController().signal

export interface Taker {
  /** From the screen to a file that survives a power cut. Returns its bytes. */
  take(): Promise<number>
  /** Away with the files, so that a thousand shots need no disk. */
  clear(): Promise<void>
}

/** As the program does it: windows asked for twice, one of them covered, hashed, compressed, encrypted on the disk. */
export function ourTaker(folder: string): Taker {
  const spool = join(folder, 'spool')
  const app = createApp({ plugins: [coreServices(), fileSpool({ folder: spool, key: keyInFile({ folder }) })] })
  const blobs = app.get(BLOB_STORE)
  const source = nodeScreenshotsSource({ clock: systemClock })
  const pipeline = createPicturePipeline({ maxWidth: 16_384 })
  const rules = privacyRules({ apps: ['keyvault'] })
  return {
    async take() {
      const { pictures } = await pipeline.process(await source.capture('all', signal), rules, signal)
      const [picture] = pictures
      if (picture === undefined || picture.redacted !== 1) throw new Error('The scene is not on the screen')
      return (await blobs.put(picture.bytes)).bytes
    },
    clear: () => empty(spool),
  }
}

/** The bare calls of the libraries: a picture, its pixels, a JPEG, a file and its name on the disk. */
export function bareTaker(folder: string): Taker {
  const to = join(folder, 'bare')
  return {
    async take() {
      const monitor = screenshots.Monitor.all()[0]
      if (monitor === undefined) throw new Error('There is no screen')
      const image = await monitor.captureImage()
      const raw = { width: image.width, height: image.height, channels: 4 } as const
      const bytes = await sharp(await image.toRaw(), { raw })
        .jpeg({ quality: 70 })
        .toBuffer()
      const file = await open(`${to}.part`, 'w')
      await file.write(bytes)
      await file.sync()
      await file.close()
      await rename(`${to}.part`, to)
      const names = await open(folder)
      await names.sync()
      await names.close()
      return bytes.length
    },
    clear: async () => undefined,
  }
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name))
}
