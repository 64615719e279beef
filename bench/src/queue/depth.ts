import { join } from 'node:path'
import type { Lease } from '@meantime/core'
import { Duel } from '../measure.js'
import { atLeast, count, type Findings, type Goal, perSecond, type Sheet, times } from '../report.js'
import type { QueueBenchOptions } from './options.js'
import { OurQueue } from './our-queue.js'
import { type PlainLease, PlainQueue } from './plain-queue.js'
import { inScratch } from './scratch.js'
import { seedOurs, seedPlain } from './seed.js'

const DEPTHS = [0, 10_000, 100_000, 1_000_000]
const OPERATIONS = [
  'enqueue, one caller',
  'enqueue, 256 callers',
  'record, one caller',
  'claim 100',
  'ack 1',
  'ack 100',
  'drain by 100',
] as const
const HELD_TO_0_7: readonly string[] = ['enqueue, one caller', 'enqueue, 256 callers', 'ack 1', 'ack 100']

/** Enqueue, claim, ack and drain over queues of growing depth, against plain SQL on the same disk. */
export async function depthPart(options: QueueBenchOptions): Promise<Findings> {
  const sheets: Sheet[] = []
  const goals: Goal[] = []
  for (const depth of DEPTHS.filter((depth) => depth <= options.depth)) {
    const duel = await measure(depth, options)
    sheets.push({
      title: `At depth ${count(depth)}, items per second, synchronous=${options.synchronous}`,
      head: ['', 'meantime', 'plain better-sqlite3', 'ratio'],
      rows: OPERATIONS.map((name) => [
        name,
        perSecond(duel.rate(name, 'ours')),
        perSecond(duel.rate(name, 'plain')),
        times(duel.ratio(name)),
      ]),
    })
    goals.push(...HELD_TO_0_7.map((name) => atLeast(`${name}, at depth ${count(depth)}`, duel.ratio(name), 0.7)))
  }
  return { sheets, goals }
}

interface Pair {
  readonly ours: OurQueue
  readonly plain: PlainQueue
}

async function measure(depth: number, options: QueueBenchOptions): Promise<Duel> {
  return inScratch(async (folder) => {
    const pair = await open(folder, depth, options)
    // The first round warms up both and is not counted.
    await round(pair, new Duel())
    const duel = new Duel()
    for (let n = 0; n < options.repetitions; n += 1) await round(pair, duel)
    pair.plain.close()
    await pair.ours.close()
    return duel
  })
}

async function open(folder: string, depth: number, options: QueueBenchOptions): Promise<Pair> {
  const file = join(folder, 'ours.db')
  await (await OurQueue.open(file, options)).close()
  seedOurs(file, depth, 'pending')
  const ours = await OurQueue.open(file, options)
  const plainFile = join(folder, 'plain.db')
  new PlainQueue(plainFile, options.synchronous, ours.newId).close()
  seedPlain(plainFile, depth)
  return { ours, plain: new PlainQueue(plainFile, options.synchronous, ours.newId) }
}

/** Both do each operation in turn, so that a slow moment of the machine meets both. The depth stays what it was. */
async function round({ ours, plain }: Pair, duel: Duel): Promise<void> {
  await duel.round('enqueue, one caller', 88, {
    plain: () => repeat(88, () => plain.enqueue()),
    ours: () => repeat(88, () => ours.enqueue()),
  })
  await duel.round('enqueue, 256 callers', 512, {
    plain: () => repeat(2, () => plain.enqueue(256)),
    ours: () => repeat(2, () => Promise.all(Array.from({ length: 256 }, () => ours.enqueue()))),
  })
  const plainLeases: PlainLease[] = []
  const leases: Lease[] = []
  await duel.round('claim 100', 300, {
    plain: () => repeat(3, () => plainLeases.push(plain.claim())),
    ours: () => repeat(3, async () => leases.push(await ours.claim())),
  })
  const [plainSingle, ...plainRest] = plainLeases
  const [single, ...rest] = leases
  await duel.round('ack 1', 100, {
    plain: () => each(plainSingle?.tasks, ({ id }) => plainSingle && plain.ack(plainSingle, [id])),
    ours: () => each(single?.tasks, ({ id }) => single && ours.ack(single, [id])),
  })
  await duel.round('ack 100', 200, {
    plain: () => each(plainRest, (lease) => plain.ack(lease)),
    ours: () => each(rest, (lease) => ours.ack(lease)),
  })
  await duel.round('drain by 100', 300, {
    plain: () => repeat(3, () => plain.ack(plain.claim())),
    ours: () => repeat(3, async () => ours.ack(await ours.claim())),
  })
  await duel.round('record, one caller', 100, {
    plain: () => repeat(100, (n) => plain.record(`entry-${n >> 1}`, n % 2 === 0 ? 'start' : 'stop')),
    ours: () => repeat(100, () => ours.record()),
  })
  plain.ack(plain.claim())
  await ours.ack(await ours.claim())
}

async function repeat(times: number, work: (n: number) => unknown): Promise<void> {
  for (let n = 0; n < times; n += 1) await work(n)
}

async function each<T>(items: readonly T[] | undefined, work: (item: T) => unknown): Promise<void> {
  for (const item of items ?? []) await work(item)
}
