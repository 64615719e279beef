import { coreServices, createApp, TIME_TRACKER } from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'
import { DesktopAgent } from '@meantime/tools'
import { median, quantile } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { atMost, type Findings } from '../report.js'
import type { DesktopBenchOptions } from './options.js'

/** Notices come at once, and then at most ten times a second. */
const APART_MS = 150
const TIMES = 20

/** How long after another program's commit a window of the agent was told, has asked, and knows it. */
export function seenPart(_: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    const { database, profile } = dataPaths(folder)
    const agent = await DesktopAgent.start(folder, { autoSync: false })
    const plugins = [coreServices(), sqliteQueue({ file: database }), fileProfiles({ file: profile })]
    const other = createApp({ plugins })
    let wanted = ''
    let seen: () => void = () => undefined
    const off = await agent.listen(async ({ kind }) => {
      if (kind === 'changed' && (await agent.ask('state')).current?.description === wanted) seen()
    })
    try {
      await other.start(TIME_TRACKER)
      const times: number[] = []
      for (let n = 0; n < TIMES; n += 1) {
        await new Promise((resolve) => setTimeout(resolve, APART_MS))
        wanted = `Change ${n}`
        const shown = new Promise<number>((resolve) => {
          seen = () => resolve(performance.now())
        })
        await other.get(TIME_TRACKER).start({ description: wanted, whenOpen: 'stop' })
        const recorded = performance.now()
        times.push((await shown) - recorded)
      }
      const [half, most] = [median(times), quantile(times, 0.95)]
      return {
        sheets: [
          {
            title: 'From the commit of another program to a window that knows it',
            head: ['', 'ms', '95 %'],
            rows: [['a change', half.toFixed(1), most.toFixed(1)]],
          },
        ],
        goals: [atMost('a change of another program is seen', most, 1000, 'ms')],
      }
    } finally {
      off()
      await other.stop()
      await agent.stop()
    }
  })
}
