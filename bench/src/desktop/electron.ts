import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  childrenOf,
  commandOf,
  DesktopSession,
  electronRuntime,
  launchApp,
  RUNTIME_VERSION,
} from '@meantime/fire/electron'
import { meantime } from '@meantime/tools'
import { median } from '../measure.js'
import { atMost, type Findings } from '../report.js'
import { firstPaint, settled } from './browser.js'
import type { DesktopBenchOptions } from './options.js'
import { pastFirstRun } from './paint.js'
import { type Figures, memoryMiB, watch } from './process-figures.js'

const SETTLE_MS = 5000

/** The app in the Electron for tests, on a desktop of its own: the start, and all its processes at rest. */
export async function electronPart({ repetitions, seconds }: DesktopBenchOptions): Promise<Findings> {
  const session = await desktop()
  if (!session) return { sheets: [], goals: [] }
  const runtime = await electronRuntime()
  const folder = mkdtempSync(join(tmpdir(), 'meantime-bench-'))
  try {
    await pastFirstRun(folder)
    const paints: number[] = []
    for (let n = 0; n < repetitions; n += 1) {
      const begun = Date.now()
      const app = await launchApp({ session, runtime }, folder)
      paints.push((await firstPaint(await app.firstWindow())) - begun)
      const end = once(app.process(), 'exit')
      await app.close()
      await end
    }
    await meantime(folder, ['start', 'Rest'])
    const app = await launchApp({ session, runtime }, folder)
    try {
      await settled(await app.firstWindow())
      await delay(SETTLE_MS)
      const pid = app.process().pid ?? 0
      const agent = childrenOf(pid).filter((one) => commandOf(one).includes('agent/dist/main.js'))
      const shell = treeOf(pid).filter((one) => !agent.includes(one))
      const figures = await watch({ agent, shell }, seconds)
      return findings(paints, figures, memoryMiB([...agent, ...shell]), seconds)
    } finally {
      await app.close()
    }
  } finally {
    await session.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Undefined, with a word, where a desktop or the runtime cannot be had. */
async function desktop(): Promise<DesktopSession | undefined> {
  try {
    await electronRuntime()
    return await DesktopSession.start()
  } catch (error) {
    process.stderr.write(`Electron is not measured. ${(error as Error).message}\n`)
    return undefined
  }
}

const treeOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(treeOf)]

function findings(
  paints: readonly number[],
  { agent, shell }: Record<'agent' | 'shell', Figures>,
  all: number,
  seconds: number,
): Findings {
  return {
    sheets: [
      {
        title: `Electron ${RUNTIME_VERSION}: from its start to the first paint`,
        head: ['', 'ms', 'best'],
        rows: [['first paint', median(paints).toFixed(0), Math.min(...paints).toFixed(0)]],
      },
      {
        title: `Electron ${RUNTIME_VERSION}: at rest over ${seconds} s, timer running, window open`,
        head: ['', 'CPU, of one core', 'memory'],
        rows: [
          ['agent', `${agent.percent.toFixed(2)} %`, `${agent.miB.toFixed(0)} MiB`],
          ['Electron, all its processes', `${shell.percent.toFixed(2)} %`, `${shell.miB.toFixed(0)} MiB`],
          ['together', `${(agent.percent + shell.percent).toFixed(2)} %`, `${all.toFixed(0)} MiB`],
        ],
      },
    ],
    goals: [
      atMost('start to first paint, Electron', median(paints), 3000, 'ms'),
      atMost('CPU of the agent at rest, Electron', agent.percent, 0.5, '%'),
      atMost('memory of all processes, Electron', all, 500, 'MiB'),
    ],
  }
}
