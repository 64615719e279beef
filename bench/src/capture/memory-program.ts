import { inScratch } from '../queue/scratch.js'
import { SIZES } from './scene.js'
import { ourTaker } from './shots.js'
import { showScene } from './xvfb.js'

export interface MemoryFigures {
  /** Bytes. */
  readonly before: number
  /** After each shot. */
  readonly resident: readonly number[]
}

/** A program: takes shots and watches its own memory. */
const shots = Number(process.argv[2])
const [size] = SIZES
const screen = size === undefined ? undefined : await showScene(size)
if (screen === undefined) process.send?.('no Xvfb')
else {
  try {
    await inScratch(async (folder) => process.send?.(await measure(folder)))
  } finally {
    await screen.stop()
  }
}
if (process.connected) process.disconnect()

async function measure(folder: string): Promise<MemoryFigures> {
  const { take, clear } = ourTaker(folder)
  const before = process.memoryUsage.rss()
  const resident: number[] = []
  for (let shot = 0; shot < shots; shot += 1) {
    await take()
    await clear()
    resident.push(process.memoryUsage.rss())
  }
  return { before, resident }
}
