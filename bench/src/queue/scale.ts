import { join } from 'node:path'
import { median, seconds } from '../measure.js'
import { atMost, count, type Findings, times } from '../report.js'
import type { QueueBenchOptions } from './options.js'
import { OurQueue } from './our-queue.js'
import { inScratch } from './scratch.js'
import { FILLINGS, seedOurs } from './seed.js'

const SMALL = 1000
const ROUNDS = 20

interface Subject {
  readonly name: string
  readonly queue: OurQueue
  readonly claims: number[]
  readonly acks: number[]
}

/** A claim and ack of 100 in a small queue and in large ones full of each kind of row, turn by turn. */
export function scalePart(options: QueueBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    const small = await subject(join(folder, 'small.db'), 'pending', 0, options)
    const large: Subject[] = []
    for (const filling of FILLINGS)
      large.push(await subject(join(folder, `${filling}.db`), filling, options.depth - SMALL, options))
    const all = [small, ...large]
    for (const { queue } of all) await cycle(queue)
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { queue, claims, acks } of all) {
        const [claimed, acked] = await cycle(queue)
        claims.push(claimed)
        acks.push(acked)
      }
    }
    for (const { queue } of all) await queue.close()
    const rows = all.map((one) => [one.name, ...[one.claims, one.acks].map(ms), times(both(one) / both(small))])
    const goals = large.map((one) => atMost(`claim and ack of 100, ${one.name}`, both(one) / both(small), 2))
    const title = `A claim and an ack of 100, milliseconds, synchronous=${options.synchronous}`
    return { sheets: [{ title, head: ['', 'claim', 'ack', 'of the small one'], rows }], goals }
  })
}

/** The tasks to claim come last, behind all the others. */
async function subject(
  file: string,
  filling: (typeof FILLINGS)[number],
  rows: number,
  options: QueueBenchOptions,
): Promise<Subject> {
  await (await OurQueue.open(file, options)).close()
  seedOurs(file, rows, filling)
  const queue = await OurQueue.open(file, options)
  for (let n = 0; n < SMALL / 100; n += 1) await add100(queue)
  const name = rows === 0 ? `${count(SMALL)} pending` : `${count(rows)} ${filling} and ${count(SMALL)} pending`
  return { name, queue, claims: [], acks: [] }
}

/** Seconds of the claim and of the ack; what was taken is put in again. */
async function cycle(queue: OurQueue): Promise<readonly [number, number]> {
  let lease: Awaited<ReturnType<OurQueue['claim']>> | undefined
  const claimed = await seconds(async () => {
    lease = await queue.claim()
  })
  const acked = await seconds(() => lease && queue.ack(lease))
  await add100(queue)
  return [claimed, acked]
}

async function add100(queue: OurQueue): Promise<void> {
  await Promise.all(Array.from({ length: 100 }, () => queue.enqueue()))
}

const both = ({ claims, acks }: Subject): number => median(claims) + median(acks)
const ms = (values: readonly number[]): string => (median(values) * 1000).toFixed(2)
