import { DesktopAgent } from '@meantime/tools'
import { median, quantile, seconds } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { atMost, count, type Findings } from '../report.js'
import type { DesktopBenchOptions } from './options.js'
import { canMeasure, cpuMs } from './process-figures.js'
import { seedYears } from './seed.js'

const DAY_MS = 86_400_000

/** What a window asks, with years of work behind it, over HTTP and checked on both ends. */
export function queriesPart({ entries, tasks, repetitions }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    await seedYears(folder, entries, tasks)
    const agent = await DesktopAgent.start(folder, { autoSync: false })
    try {
      const now = Date.now()
      const used = () => (canMeasure() ? cpuMs(agent.child.pid ?? 0) : Number.NaN)
      const all = { from: 0, to: now, limit: entries }
      const first = await timed(() => agent.ask('suggestions', { text: 'report' }))
      const cold = await withOthers(agent, () => agent.ask('entries', all))
      const measured = [
        ['state', () => agent.ask('state'), 50],
        ['entries of a week', () => agent.ask('entries', { from: now - 7 * DAY_MS, to: now }), 100],
        ['suggestions', () => agent.ask('suggestions', { text: 'rep 12' }), 50],
        ['projects', () => agent.ask('projects'), 50],
        ['200 tasks', () => agent.ask('tasks', { limit: 200 }), 50],
        [`${count(tasks)} tasks`, () => agent.ask('tasks', { limit: tasks }), 500],
        [`${count(entries)} entries, again`, () => agent.ask('entries', all), 2000],
      ] as const
      const rows: string[][] = []
      const goals = [
        atMost('first suggestion', first, 200, 'ms'),
        atMost(`another question while ${count(entries)} entries are read`, cold.others, 250, 'ms'),
      ]
      for (const [name, ask, limit] of measured) {
        const times: number[] = []
        const before = used()
        for (let n = 0; n < repetitions; n += 1) times.push(await timed(ask))
        const cpu = (used() - before) / repetitions
        rows.push([name, median(times).toFixed(1), quantile(times, 0.95).toFixed(1), cpu.toFixed(0)])
        goals.push(atMost(name, median(times), limit, 'ms'))
      }
      rows.push([`${count(entries)} entries, the first time`, cold.ms.toFixed(0), '', ''])
      const title = `Questions with ${count(entries)} entries and ${count(tasks)} tasks that wait`
      return { sheets: [{ title, head: ['', 'ms', '95 %', 'CPU of the agent, ms'], rows }], goals }
    } finally {
      await agent.stop()
    }
  })
}

const timed = async (work: () => Promise<unknown>): Promise<number> => (await seconds(work)) * 1000

/** How long the work takes, and how long somebody else waits for a small answer meanwhile (95 %). */
async function withOthers(agent: DesktopAgent, work: () => Promise<unknown>): Promise<{ ms: number; others: number }> {
  let working = true
  const ended = timed(work).finally(() => {
    working = false
  })
  const others: number[] = []
  while (working) others.push(await timed(() => agent.ask('state', {})))
  return { ms: await ended, others: quantile(others, 0.95) }
}
