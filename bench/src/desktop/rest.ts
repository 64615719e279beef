import { setTimeout as delay } from 'node:timers/promises'
import { DesktopAgent } from '@meantime/tools'
import { inScratch } from '../queue/scratch.js'
import { atMost, type Findings } from '../report.js'
import { inChromium, openWindow } from './browser.js'
import type { DesktopBenchOptions } from './options.js'
import { pastFirstRun } from './paint.js'
import { canMeasure, type Figures, memoryMiB, watch, wholeMiB } from './process-figures.js'

/** What the start left to be done is not rest. */
const SETTLE_MS = 5000

/** CPU and memory of an agent whose timer runs while nobody does anything and one window shows it. */
export function restPart({ seconds }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    if (!canMeasure()) return { sheets: [], goals: [] }
    await pastFirstRun(folder)
    const agent = await DesktopAgent.start(folder)
    const pid = agent.child.pid ?? 0
    try {
      await agent.ask('start', { description: 'Rest' })
      const found =
        (await inChromium(async (browser) => {
          await openWindow(browser, agent, '#/today')
          const session = await browser.newBrowserCDPSession()
          const { processInfo } = await session.send('SystemInfo.getProcessInfo')
          const pids = processInfo.map(({ id }) => id)
          const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
          await delay(SETTLE_MS)
          const figures = await watch({ agent: [pid], window: pages, browser: pids }, seconds)
          return { ...figures, all: memoryMiB([pid, ...pids]) }
        })) ?? (await withoutBrowser(agent, pid, seconds))
      return findings(found, wholeMiB(pid), seconds)
    } finally {
      await agent.stop()
    }
  })
}

interface Found {
  readonly agent: Figures
  readonly window?: Figures
  readonly browser?: Figures
  readonly all?: number
}

async function withoutBrowser(agent: DesktopAgent, pid: number, seconds: number): Promise<Found> {
  const off = await agent.listen(() => undefined)
  await delay(SETTLE_MS)
  const figures = await watch({ agent: [pid] }, seconds)
  off()
  return figures
}

function findings({ agent, window, browser, all }: Found, whole: number, seconds: number): Findings {
  const row = (name: string, figures: Figures | undefined) =>
    figures ? [[name, `${figures.percent.toFixed(2)} %`, `${figures.miB.toFixed(0)} MiB`]] : []
  return {
    sheets: [
      {
        title: `At rest over ${seconds} s, timer running, one window open`,
        head: ['', 'CPU, of one core', 'memory'],
        rows: [
          ...row('agent', agent),
          ...row('the process of the page', window),
          ...row('a whole Chromium with this page alone', browser),
          ['agent, with all that it shares', '', `${whole.toFixed(0)} MiB`],
          ...(all === undefined ? [] : [['agent and Chromium', '', `${all.toFixed(0)} MiB`]]),
        ],
      },
    ],
    goals: [
      atMost('CPU of the agent at rest', agent.percent, 0.5, '%'),
      atMost('memory of the agent at rest, with all that it shares', whole, 150, 'MiB'),
    ],
  }
}
