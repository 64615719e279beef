import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quantile } from '../measure.js'
import { atMost, type Findings } from '../report.js'
import { Child } from './child.js'
import type { QueueBenchOptions } from './options.js'
import { OurQueue } from './our-queue.js'
import { inScratch } from './scratch.js'
import type { SentAt } from './wake-up-sender.js'

const TRIES = 250
const WARM_UP = 20

/**
 * How long a task that one process enqueues takes to the transport of another one, which sleeps until the change feed
 * wakes it. Measured from before the call, so that writing the task down is in it.
 */
export function wakeUpPart(options: QueueBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    const file = join(folder, 'queue.db')
    const queue = await OurQueue.open(file, options)
    const sender = new Child<SentAt>(fileURLToPath(new URL('wake-up-sender.js', import.meta.url)), [
      file,
      options.synchronous,
    ])
    await sender.next()
    const fromCall: number[] = []
    const fromReturn: number[] = []
    for (let n = 0; n < TRIES + WARM_UP; n += 1) {
      // Apart, and not in step with anything: each finds the other process asleep.
      await pause(20 + Math.random() * 20)
      const sent = sender.next()
      const called = process.hrtime.bigint()
      await queue.enqueue()
      const returned = process.hrtime.bigint()
      const at = BigInt((await sent).at)
      if (n < WARM_UP) continue
      fromCall.push(Number(at - called) / 1e6)
      fromReturn.push(Number(at - returned) / 1e6)
    }
    await sender.stop()
    await queue.close()
    const row = (name: string, values: readonly number[]) => [
      name,
      ...[0.5, 0.9, 0.99].map((q) => ms(quantile(values, q))),
    ]
    const sheet = {
      title: `From enqueue in one process to send in another, milliseconds, ${TRIES} tries, synchronous=${options.synchronous}`,
      head: ['', 'median', 'p90', 'p99'],
      rows: [row('from the call', fromCall), row('from its return', fromReturn)],
    }
    return { sheets: [sheet], goals: [atMost('wake-up from the call, median', quantile(fromCall, 0.5), 5, 'ms')] }
  })
}

const ms = (value: number): string => value.toFixed(2)
