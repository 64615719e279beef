import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { onApp } from './on-app.js'
import type { Scenario } from './scenario.js'
import { type Bench, runs, ShellApp, timer } from './shell-app.js'

export const killScenarios: readonly Scenario[] = [
  {
    title: 'kill -9 of the renderer: the window comes back to the truth, and the timer never stopped',
    run: onApp({}, async (app) => {
      await app.settle()
      await app.value('start', { description: 'Through a crash' })
      for (let death = 0; death < 3; death += 1) {
        const pid = await app.electron.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
        )
        must(pid !== undefined, 'the window has no process')
        process.kill(pid, 'SIGKILL')
        await until('the window shows the running entry', async () => {
          const now = await app.electron.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
          )
          return now !== pid && (await app.text()).includes('Through a crash')
        })
      }
      await app.timerIs('running', 'Through a crash')
    }),
  },
  {
    title: 'kill -9 of the agent, again and again: it is started anew, and window, tray and disk agree',
    run: onApp({}, async (app) => {
      await app.settle()
      await app.value('start', { description: 'Before the crash' })
      const before = await timer(app.folder)
      for (let death = 0; death < 3; death += 1) {
        const pid = app.agentPid()
        process.kill(pid, 'SIGKILL')
        await until('another agent answers', async () => (await app.ask('state')).ok === true && app.agentPid() !== pid)
        mustEqual((await timer(app.folder))?.id, before?.id, 'the open entry')
        await until('the window shows it', async () => (await app.text()).includes('Before the crash'))
        await app.trayShows('Before the crash')
      }
      await app.click('Pause')
      await app.timerIs('paused', 'Before the crash')
    }),
  },
  {
    title:
      'kill -9 of the agent while it is asked: every question gets an answer, and what was said to be done is on the disk',
    run: onApp({}, async (app) => {
      const done: string[] = []
      for (let round = 0; round < 3; round += 1) {
        const questions = Array.from({ length: 20 }, async (_, at) => {
          const description = `Round ${round}, ${at}`
          if ((await app.ask('switch', { description })).ok === true) done.push(description)
        })
        const agent = app.agentPid()
        const death = new Promise<void>((resolve) => {
          setTimeout(() => resolve(void process.kill(agent, 'SIGKILL')), 20 * (round + 1))
        })
        await Promise.all([...questions, death])
        await until('the agent is back', async () => (await app.ask('state')).ok === true)
      }
      const entries = (await app.value('entries', { from: 0, to: Date.now() + 60_000 })) as readonly {
        readonly description: string
      }[]
      const known = new Set(entries.map(({ description }) => description))
      const lost = done.filter((description) => !known.has(description))
      mustEqual(lost, [], 'answered as done and not on the disk')
    }),
  },
  {
    title: 'quitting while the agent is dead and not yet started again ends everything',
    run: async (bench) => {
      const app = await ShellApp.start(bench)
      try {
        await app.settle()
        await app.value('start', { description: 'Outlives both' })
        process.kill(app.agentPid(), 'SIGKILL')
        await until('nobody answers', async () => (await app.ask('state')).problem?.code === 'AGENT_UNREACHABLE')
        await app.electron.evaluate(({ app: running }) => running.quit()).catch(() => undefined)
        await until('the app is gone', () => !runs(app.pid))
        must((await timer(app.folder))?.description === 'Outlives both', 'the timer is not as it was')
      } finally {
        await app.end()
      }
    },
  },
  {
    title: 'kill -9 of the shell: the agent ends by itself, and the next start shows what was running',
    run: killedShell,
  },
]

async function killedShell(bench: Bench): Promise<void> {
  const app = await ShellApp.start(bench)
  await app.settle()
  await app.value('start', { description: 'Outlives its window' })
  const before = await timer(app.folder)
  const agent = app.agentPid()
  process.kill(app.pid, 'SIGKILL')
  // At once, while the agent of before may still be about to end.
  const again = await ShellApp.start(bench, { folder: app.folder })
  try {
    await until('the agent of before is gone', () => !runs(agent))
    mustEqual((await timer(app.folder))?.id, before?.id, 'the open entry')
    await until('the window shows it', async () => (await again.text()).includes('Outlives its window'))
    await again.trayShows('Outlives its window')
    await again.click('Stop')
    await again.timerIs('stopped')
  } finally {
    await again.end()
  }
}
