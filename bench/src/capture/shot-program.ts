import { monitorEventLoopDelay } from 'node:perf_hooks'
import { seconds } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { SIZES } from './scene.js'
import { bareTaker, ourTaker, type Taker } from './shots.js'
import { showScene } from './xvfb.js'

export interface ShotFigures {
  readonly size: string
  /** Seconds; turn by turn, so that a disturbance meets both. */
  readonly ours: readonly number[]
  readonly bare: readonly number[]
  readonly bytes: number
  /** Processor seconds of this process for one shot. */
  readonly processor: number
  /** ms by which the event loop was late, during our shots only. */
  readonly late: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** A program, for one size, because node-screenshots stays with the first display that it has seen. */
const [name, repetitions] = process.argv.slice(2)
const size = SIZES.find((one) => one.name === name)
if (size === undefined) throw new Error('Which size?')
const screen = await showScene(size)
if (screen === undefined) process.send?.('no Xvfb')
else {
  try {
    await inScratch(async (folder) =>
      process.send?.(await measure(ourTaker(folder), bareTaker(folder), Number(repetitions))),
    )
  } finally {
    await screen.stop()
  }
}
if (process.connected) process.disconnect()

async function measure(ours: Taker, bare: Taker, rounds: number): Promise<ShotFigures> {
  let bytes = 0
  for (let warm = 0; warm < 3; warm += 1) {
    bytes = await ours.take()
    await bare.take()
  }
  const taken = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
    for (const who of order) taken[who].push(await seconds(() => (who === 'ours' ? ours : bare).take()))
    await ours.clear()
  }
  const before = process.cpuUsage()
  const during = await late(async () => {
    for (let round = 0; round < rounds; round += 1) await ours.take()
  })
  const { user, system } = process.cpuUsage(before)
  const processor = (user + system) / 1e6 / rounds
  return { size: name ?? '', ...taken, bytes, processor, late: during }
}

/** A timer that is due each ms tells by how much it was late. */
async function late(work: () => Promise<unknown>): Promise<ShotFigures['late']> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 1)
  return { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) }
}
