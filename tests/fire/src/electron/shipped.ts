import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '@meantime/server'
import { agrees, computeLedger, DesktopAgent, ledgerLine, meantime, ROOT } from '@meantime/tools'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { PackagedApp } from './packaged-app.js'
import type { Scenario } from './scenario.js'
import { type Bench, dataFolder, timer } from './shell-app.js'

/** What comes out of electron-builder, with its own Node, its own archive and its doors shut. */
export const packageScenarios: readonly Scenario[] = [
  {
    title: 'the packaged program needs no checkout and no Node: it records, delivers, outlives kills, and quits',
    run: recordsAndDelivers,
  },
  {
    title: 'the packaged program runs its own archive and nothing that its surroundings tell it to run',
    run: takesNoOrders,
  },
]

async function recordsAndDelivers(bench: Bench): Promise<void> {
  const packaged = bench.packaged()
  mustEqual(packaged.tiesToHere(), [], 'files that belong to this checkout')
  const folder = dataFolder()
  const serverFolder = mkdtempSync(join(tmpdir(), 'meantime-electron-server-'))
  const server = createServer({ dataDir: serverFolder, port: 0 })
  try {
    await signedIn(folder, (await server.start()).url)
    const app = await PackagedApp.start(bench, packaged, folder)
    try {
      await app.trayShows('The timer is stopped')
      const agent = await app.agent(ROOT)
      must(agent.program.startsWith(packaged.folder), `the agent runs under ${agent.program}`)
      mustEqual(agent.uses, [], 'of the checkout in the memory of the agent')

      await app.click('Start the timer')
      await app.timerIs('running')
      await app.click('Pause')
      await app.timerIs('paused')
      await app.click('Stop')
      await app.timerIs('stopped')
      await app.startByKeys('From the keyboard')

      process.kill(agent.pid, 'SIGKILL')
      await until('another agent runs', async () => (await app.agent(ROOT)).pid !== agent.pid)
      await app.trayShows('From the keyboard')
      await everythingArrived(4)
      await app.quit()
      await app.timerIs('running', 'From the keyboard')
    } finally {
      await app.end()
    }
    await again()
    const books = await ledger()
    must(agrees(books) && books.queued === 0, () => `the books do not agree: ${ledgerLine(books)}`)
  } finally {
    await server.stop()
    for (const each of [folder, serverFolder]) rmSync(each, { recursive: true, force: true, maxRetries: 5 })
  }

  function ledger() {
    return computeLedger({ client: folder, server: serverFolder }, Date.now())
  }

  /** At least so many events, and all that there are. */
  async function everythingArrived(least: number): Promise<void> {
    const all = async () => {
      const { recorded, delivered } = await ledger()
      return delivered >= least && delivered === recorded
    }
    await until('everything has arrived', all, 60_000)
  }

  async function again(): Promise<void> {
    const app = await PackagedApp.start(bench, packaged, folder, { words: ['--hidden'] })
    try {
      await app.trayShows('From the keyboard')
      await app.click('Stop')
      await app.timerIs('stopped')
      await everythingArrived(5)
      await app.quit()
    } finally {
      await app.end()
    }
  }
}

/** By the terminal and by the window of another day: past the first run, with an account. */
async function signedIn(folder: string, server: string): Promise<void> {
  const words = ['login', '--server', server, '--email', 'packaged@meantime.test', '--password-stdin', '--register']
  const { exitCode, stderr } = await meantime(folder, words, { input: 'a password of tests only' })
  must(exitCode === 0, () => `meantime login: ${stderr}`)
  const agent = await DesktopAgent.start(folder, { autoSync: false })
  await agent.ask('finishFirstRun')
  await agent.stop()
}

async function takesNoOrders(bench: Bench): Promise<void> {
  const packaged = bench.packaged()
  const folder = dataFolder()
  const traces = mkdtempSync(join(tmpdir(), 'meantime-traces-'))
  const trace = (name: string) => join(traces, name)
  const program = (name: string) => `require('node:fs').writeFileSync(${JSON.stringify(trace(name))}, '')`
  writeFileSync(trace('required.cjs'), program('required'))
  const foreign = join(packaged.folder, 'resources', 'app')
  mkdirSync(foreign)
  writeFileSync(join(foreign, 'package.json'), '{"name":"foreign","main":"main.js"}')
  writeFileSync(join(foreign, 'main.js'), program('foreign'))
  try {
    const app = await PackagedApp.start(bench, packaged, folder, {
      words: ['--hidden', '--inspect=0', '-e', program('as-node')],
      env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${trace('required.cjs')}` },
    })
    try {
      await app.trayShows('The timer is stopped')
      await app.click('Start the timer')
      await app.timerIs('running')
      must(!app.said().includes('Debugger listening'), 'it lets a debugger in')
      const run = ['as-node', 'required', 'foreign'].filter((name) => existsSync(trace(name)))
      mustEqual(run, [], 'what it was told to run and ran')
      await app.quit()
    } finally {
      await app.end()
    }
    mustEqual((await timer(folder))?.state, 'running', 'what is on the disk')
  } finally {
    for (const each of [folder, traces, foreign]) rmSync(each, { recursive: true, force: true, maxRetries: 5 })
  }
}
