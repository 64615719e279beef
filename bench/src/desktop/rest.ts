import { setTimeout as delay } from 'node:timers/promises'
import { DesktopAgent } from '@meantime/tools'
import { inScratch } from '../queue/scratch.js'
import { atMost, type Findings } from '../report.js'
import type { DesktopBenchOptions } from './options.js'
import { canMeasure, cpuMs, rssMiB } from './process-figures.js'

/** What the start left to be done is not rest. */
const SETTLE_MS = 5000

/** CPU and memory of an agent whose timer runs while nobody does anything and one window listens. */
export function restPart({ seconds }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    if (!canMeasure()) return { sheets: [], goals: [] }
    const agent = await DesktopAgent.start(folder)
    try {
      await agent.ask('start', { description: 'Rest' })
      const off = await agent.listen(() => undefined)
      await delay(SETTLE_MS)
      const pid = agent.child.pid ?? 0
      const before = cpuMs(pid)
      await delay(seconds * 1000)
      const percent = (cpuMs(pid) - before) / (seconds * 10)
      const memory = rssMiB(pid)
      off()
      return {
        sheets: [
          {
            title: `The agent at rest over ${seconds} s, timer running, one window open`,
            head: ['', ''],
            rows: [
              ['CPU, of one core', `${percent.toFixed(2)} %`],
              ['memory', `${memory.toFixed(0)} MiB`],
            ],
          },
        ],
        goals: [atMost('CPU at rest', percent, 0.5, '%'), atMost('memory at rest', memory, 150, 'MiB')],
      }
    } finally {
      await agent.stop()
    }
  })
}
