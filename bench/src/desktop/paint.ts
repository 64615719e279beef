import { DesktopAgent, startDesktopProgram } from '@meantime/tools'
import { median } from '../measure.js'
import { inScratch } from '../queue/scratch.js'
import { atMost, type Findings } from '../report.js'
import { firstPaint, inChromium, newWindow, settled } from './browser.js'
import type { DesktopBenchOptions } from './options.js'

const NOTHING: Findings = { sheets: [], goals: [] }

/** From the program's start until its window, in a browser that is open already, draws and has all it shows. */
export function paintPart({ repetitions }: DesktopBenchOptions): Promise<Findings> {
  return inScratch(async (folder) => {
    await pastFirstRun(folder)
    const found = await inChromium(async (browser) => {
      const [paints, shown]: [number[], number[]] = [[], []]
      for (let n = 0; n < repetitions; n += 1) {
        const context = await newWindow(browser)
        const page = await context.newPage()
        const begun = Date.now()
        const { child, leads } = await startDesktopProgram(folder, { autoSync: false })
        const ended = new Promise((resolve) => child.once('exit', resolve))
        try {
          await page.goto(leads)
          paints.push((await firstPaint(page)) - begun)
          await settled(page)
          shown.push(Date.now() - begun)
        } finally {
          await context.close()
          child.kill('SIGINT')
          await ended
        }
      }
      return [
        ['first paint', paints],
        ['the screen of today, complete', shown],
      ] as const
    })
    if (!found) return NOTHING
    return {
      sheets: [
        {
          title: 'From the start of the program to what a browser shows',
          head: ['', 'ms', 'best'],
          rows: found.map(([name, times]) => [name, median(times).toFixed(0), Math.min(...times).toFixed(0)]),
        },
      ],
      goals: [atMost('start to first paint, browser', median(found[0][1]), 2000, 'ms')],
    }
  })
}

export async function pastFirstRun(folder: string): Promise<void> {
  const agent = await DesktopAgent.start(folder, { autoSync: false })
  await agent.ask('finishFirstRun')
  await agent.stop()
}
