/// <reference lib="dom" />
import { DesktopAgent } from '@meantime/tools'
import type { Page } from 'playwright-core'
import { median } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { atMost, count, type Findings } from '../report.js'
import { inChromium, openWindow, settled } from './browser.js'
import type { DesktopBenchOptions } from './options.js'
import { pastFirstRun } from './paint.js'
import { seedYears } from './seed.js'

/** Of a screen of 60 Hz, ms. */
const FRAME_MS = 1000 / 60
const FRAMES = 240
/** Pixels for each frame: 7 000 a second, a quick turn of the wheel. */
const STEP = 120
const ROUNDS = 5

interface Scrolled {
  /** Work of the page's main thread for each frame, in its own time: what other programs do meanwhile is not in it. */
  readonly workMs: number
  /** Of a hundred frames, those that came late on this computer as it is now. */
  readonly late: number
}

/** The two longest lists, with the real agent behind them. */
export function scrollPart({ entries, tasks }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    await pastFirstRun(folder)
    await seedYears(folder, entries, tasks)
    const agent = await DesktopAgent.start(folder, { autoSync: false })
    try {
      const found = await inChromium(async (browser) => {
        const history = await openWindow(browser, agent, '#/history')
        await history.getByText('All', { exact: true }).click()
        await toTheVeryFirst(history, entries)
        const backwards = await scrolled(history, 'main', -STEP)
        await history.close()
        const sync = await openWindow(browser, agent, '#/sync')
        await sync.getByText(`${tasks.toLocaleString('en-GB')} items`, { exact: true }).waitFor()
        return [
          [`${count(entries)} entries`, backwards],
          [`${count(tasks)} tasks`, await scrolled(sync, 'section[aria-label^="In the order"]', STEP)],
        ] as const
      })
      if (!found) return { sheets: [], goals: [] }
      return {
        sheets: [
          {
            title: `Scrolling, ${FRAMES} frames of ${STEP} pixels`,
            head: ['', 'work for each frame', 'late'],
            rows: found.map(([name, { workMs, late }]) => [name, `${workMs.toFixed(1)} ms`, `${late.toFixed(0)} %`]),
          },
        ],
        goals: found.map(([name, { workMs }]) => atMost(`a frame while ${name} scroll`, workMs, 16.6, 'ms')),
      }
    } finally {
      await agent.stop()
    }
  })
}

/** Each page of the list comes when the one before is nearly over. */
async function toTheVeryFirst(page: Page, entries: number): Promise<void> {
  await settled(page)
  await page.waitForFunction(
    (height) => {
      const main = document.querySelector('main')
      main?.scrollTo(0, main.scrollHeight)
      return (main?.scrollHeight ?? 0) > height
    },
    entries * 45,
    { timeout: 600_000, polling: 60 },
  )
}

async function scrolled(page: Page, selector: string, step: number): Promise<Scrolled> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  const [work, late]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await worked()
    // There and back, so that it is never at the end of a list.
    late.push((await scrollOnce(page, selector, round % 2 === 0 ? step : -step)) / (FRAMES / 100))
    work.push(((await worked()) - before) / FRAMES)
  }
  return { workMs: median(work), late: median(late) }
}

/** How many frames came later than two of a screen of 60 Hz. */
const scrollOnce = (page: Page, selector: string, step: number): Promise<number> =>
  page.evaluate(
    ([where, by, most, frame]) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector(where)
        let [late, drawn, last] = [0, 0, performance.now()]
        const draw = (now: number) => {
          if (now - last > 2 * frame) late += 1
          last = now
          drawn += 1
          box?.scrollBy(0, by)
          if (drawn < most) requestAnimationFrame(draw)
          else resolve(late)
        }
        requestAnimationFrame(draw)
      }),
    [selector, step, FRAMES, FRAME_MS] as const,
  )
