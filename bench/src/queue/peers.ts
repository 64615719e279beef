import { join } from 'node:path'
import { median, seconds } from '../measure.js'
import { atLeast, type Findings, perSecond, times } from '../report.js'
import { litequePeer } from './liteque-peer.js'
import type { QueueBenchOptions } from './options.js'
import { ourPeer } from './our-peer.js'
import { plainjobPeer } from './plainjob-peer.js'
import { inScratch } from './scratch.js'

/** A queue under comparison, open on a file of its own. */
export interface Peer {
  /** Puts `jobs` of the same payload in, each on the disk before the next. */
  enqueue(jobs: number): Promise<void>
  /** Runs a handler that does nothing until all are done. */
  process(jobs: number): Promise<void>
  close(): Promise<void>
}

export type OpenPeer = (file: string, synchronous: 'FULL' | 'NORMAL') => Promise<Peer>

const PEERS: Readonly<Record<string, OpenPeer>> = { meantime: ourPeer, plainjob: plainjobPeer, liteque: litequePeer }
const ROUNDS = 3

/** The same jobs through npm's queues on the same disk and the same `synchronous`. */
export async function peersPart(options: QueueBenchOptions): Promise<Findings> {
  const jobs = options.depth >= 1_000_000 ? 10_000 : 2000
  const took = Object.fromEntries(
    Object.keys(PEERS).map((name) => [
      name,
      { enqueue: [] as number[], process: [] as number[], both: [] as number[] },
    ]),
  )
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, open] of Object.entries(PEERS)) {
      const [enqueue, process] = await inScratch((folder) => one(open, join(folder, 'queue.db'), jobs, options))
      took[name]?.enqueue.push(enqueue)
      took[name]?.process.push(process)
      took[name]?.both.push(enqueue + process)
    }
  }
  const rate = (name: string, what: 'enqueue' | 'process' | 'both') => jobs / median(took[name]?.[what] ?? [])
  const better = (what: 'process' | 'both') => Math.max(rate('plainjob', what), rate('liteque', what))
  const ratios = {
    both: rate('meantime', 'both') / better('both'),
    process: rate('meantime', 'process') / better('process'),
  }
  return {
    sheets: [
      {
        title: `${jobs} jobs, one caller, a handler that does nothing; jobs per second, synchronous=${options.synchronous}`,
        head: ['', 'enqueue', 'process', 'enqueue to done'],
        rows: [
          ...Object.keys(PEERS).map((name) => [
            name,
            ...(['enqueue', 'process', 'both'] as const).map((what) => perSecond(rate(name, what))),
          ]),
          ['meantime / better peer', '', times(ratios.process), times(ratios.both)],
        ],
      },
    ],
    goals: [
      atLeast('enqueue to done, against the better peer', ratios.both, 1),
      atLeast('processing alone, against the better peer', ratios.process, 2),
    ],
  }
}

async function one(open: OpenPeer, file: string, jobs: number, { synchronous }: QueueBenchOptions) {
  const peer = await open(file, synchronous)
  const enqueue = await seconds(() => peer.enqueue(jobs))
  const process = await seconds(() => peer.process(jobs))
  await peer.close()
  return [enqueue, process] as const
}
