import { seededRandom } from '@meantime/testkit/seeded-random'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import type { Scenario } from './scenario.js'
import { type Bench, ShellApp, timer } from './shell-app.js'

/** Three of each: a page that dies more often within a minute is left alone. */
const KILLS = 9
const VICTIMS = ['agent', 'renderer', 'shell'] as const
/** The choices repeat, the moments do not. */
const SEED = 20_261_130
/** What a page that was killed was asked is never answered. */
const PATIENCE_MS = 2000

export const killedDayScenarios: readonly Scenario[] = [
  {
    title:
      'kill -9 of agent, renderer or shell at random moments of the day: what was said to be done is on the disk, and the window comes back to it',
    run: killedDay,
  },
]

async function killedDay(bench: Bench): Promise<void> {
  const random = seededRandom(SEED)
  const done: string[] = []
  let app = await ShellApp.start(bench)
  await app.settle()
  try {
    for (let round = 0; round < KILLS; round += 1) {
      const victim = VICTIMS[round % VICTIMS.length] ?? 'agent'
      const before = done.length
      const pid = await pidOf(app, victim)
      const working = work(app, random, `round ${round}`, done)
      await until('something was done', () => done.length > before)
      await new Promise((resolve) => setTimeout(resolve, random() * 300))
      process.kill(pid, 'SIGKILL')
      await working
      if (victim === 'shell') app = await ShellApp.start(bench, { folder: app.folder })
      await backToTheTruth(app, done, `${victim}, round ${round}`)
    }
  } finally {
    await app.end()
  }
}

async function pidOf(app: ShellApp, victim: (typeof VICTIMS)[number]): Promise<number> {
  if (victim === 'shell') return app.pid
  if (victim === 'agent') return app.agentPid()
  const pid = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  must(pid !== undefined, 'the window has no process')
  return pid
}

/** What a person does in the window, one after the other, until it is not answered. */
async function work(app: ShellApp, random: () => number, name: string, done: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const description = `${name}, ${n}`
    const choice = random()
    const said =
      n === 0 || choice < 0.5
        ? await askWindow(app, 'switch', { description })
        : await askWindow(app, choice < 0.75 ? 'pause' : 'resume')
    if (said === undefined || said.problem?.code === 'AGENT_UNREACHABLE') return
    if (said.ok && (n === 0 || choice < 0.5)) done.push(description)
  }
}

interface Said {
  readonly ok?: boolean
  readonly value?: unknown
  readonly problem?: { readonly code: string }
}

/** Undefined when nobody answers. Not by Playwright's page, which stays dead when its process was killed. */
async function askWindow(app: ShellApp, name: string, input: object = {}): Promise<Said | undefined> {
  const script = `window.meantime.ask(${JSON.stringify(name)}, ${JSON.stringify(input)})`
  const asked = app.electron.evaluate(
    ({ BrowserWindow }, words) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(words),
    script,
  ) as Promise<Said | undefined>
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS))
  return Promise.race([asked.catch(() => undefined), late])
}

async function backToTheTruth(app: ShellApp, done: readonly string[], when: string): Promise<void> {
  await until(`the window is answered (${when})`, async () => (await askWindow(app, 'state'))?.ok === true, 60_000)
  const answer = await askWindow(app, 'entries', { from: 0, to: Date.now() + 60_000, limit: 10_000 })
  must(answer?.ok === true, `the window is not told the entries (${when})`)
  const entries = answer.value as readonly { readonly description: string }[]
  const known = new Set(entries.map(({ description }) => description))
  const lost = done.filter((description) => !known.has(description))
  mustEqual(lost, [], `said to be done and not on the disk (${when})`)
  const open = await timer(app.folder)
  must(open !== null, `nothing is open (${when})`)
  await until(`the window shows “${open.description}” (${when})`, async () =>
    (await app.text()).includes(open.description),
  )
  await app.trayShows(open.description)
}
