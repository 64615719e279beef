import { DesktopAgent } from '@meantime/tools'
import { median } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { atMost, type Findings } from '../report.js'
import type { DesktopBenchOptions } from './options.js'
import { canMeasure, cpuMs } from './process-figures.js'

/** From the program's start until its window was let in, and the same after `kill -9`. */
export function startPart({ repetitions }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    const [inOrder, afterKill]: [number[], number[]] = [[], []]
    const worked: number[] = []
    const open = async (times: number[]) => {
      const begun = performance.now()
      const agent = await DesktopAgent.start(folder, { autoSync: false })
      times.push(performance.now() - begun)
      if (canMeasure()) worked.push(cpuMs(agent.child.pid ?? 0))
      return agent
    }
    const first: number[] = []
    await (await open(first)).stop()
    for (let n = 0; n < repetitions; n += 1) {
      await (await open(inOrder)).kill()
      await (await open(afterKill)).stop()
    }
    const rows = [
      ['on an empty folder', first],
      ['again', inOrder],
      ['after kill -9', afterKill],
    ] as const
    return {
      sheets: [
        {
          title: 'Start of the agent until its window is let in',
          head: ['', 'ms'],
          rows: [
            ...rows.map(([name, times]) => [name, median(times).toFixed(0)]),
            // What other programs do meanwhile is not in it.
            ['of it, the agent’s own work on a processor', median(worked).toFixed(0)],
          ],
        },
      ],
      goals: [
        atMost('start to ready', median(inOrder), 1500, 'ms'),
        // A lock that had to run out would cost ten seconds.
        atMost('start after kill -9', median(afterKill), 2000, 'ms'),
      ],
    }
  })
}
