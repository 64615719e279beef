import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.js'
import { atLeast, atMost, count, type Findings, perSecond, times } from '../report.js'
import { Child } from './child.js'
import type { Drained } from './loopback-client.js'
import type { QueueBenchOptions } from './options.js'
import { inScratch } from './scratch.js'

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
/** One POST per item is slow: a share of the tasks tells its rate. */
const SINGLES = 1000

/** The real server in one process, the real sync over HTTP in another: batches against one POST for each item. */
export function loopbackPart(options: QueueBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    const server = new Child<{ url: string }>(program('loopback-server.js'), [join(folder, 'server')])
    const { url } = await server.next()
    const drain = async (name: string, tasks: number, limit: number): Promise<Drained> => {
      const args = [join(folder, `${name}.db`), options.synchronous, url, String(tasks), String(limit)]
      const client = new Child<Drained>(program('loopback-client.js'), args)
      const drained = await client.next()
      await client.stop()
      return drained
    }
    // Interleaved: some of the singles before, some after the batches.
    const before = await drain('singles-before', SINGLES, 1)
    const batches = await drain('batches', options.drain, 100)
    const after = await drain('singles-after', SINGLES, 1)
    await server.stop()
    const single = median([before, after].map(({ seconds }) => SINGLES / seconds))
    const batched = options.drain / batches.seconds
    const { first, last, highest } = memory(batches.megabytes)
    return {
      sheets: [
        {
          title: `Drained over loopback, synchronous=${options.synchronous}`,
          head: ['', 'tasks', 'per second', 'requests'],
          rows: [
            ['one POST for each item', count(2 * SINGLES), perSecond(single), count(before.batches + after.batches)],
            ['batches of up to 100', count(options.drain), perSecond(batched), count(batches.batches)],
            ['ratio', '', times(batched / single), ''],
          ],
        },
        {
          title: `Memory (RSS) while draining ${count(options.drain)}, MB`,
          head: ['after the first tenth', 'in the last tenth', 'highest'],
          rows: [[first, last, highest].map((mb) => mb.toFixed(0))],
        },
      ],
      goals: [
        atLeast('batches of 100 against one POST for each item', batched / single, 20),
        atMost('memory in the last tenth against the first', last / first, 1.25),
      ],
    }
  })
}

function memory(samples: readonly number[]): { first: number; last: number; highest: number } {
  const tenth = Math.max(1, Math.floor(samples.length / 10))
  const first = Math.max(...samples.slice(0, tenth))
  return { first, last: median(samples.slice(-tenth)), highest: samples.reduce((a, b) => Math.max(a, b), 0) }
}
