import { readFile } from 'node:fs/promises'
import {
  type App,
  BACKGROUND_SYNC,
  CLOCK,
  type HeldLock,
  LOCKS,
  LOGGER,
  type Logger,
  MeantimeError,
  PROFILES,
  SHOT_LEDGER,
  STATE_STORE,
  systemClock,
  TIME_TRACKER,
} from '@meantime/core'
import { RENEW_EVERY_MS, takeSeat } from '@meantime/settings'
import { agentLog } from '@meantime/settings/log'
import { agentNeeded } from '../agent/needed.js'
import type { Context, Invocation } from '../context.js'
import { ACTIVITY_RECORDER, CAPTURE_SERVICE, PRESENCE_WATCH } from '../services.js'

export interface AgentOptions {
  /** Nobody watches it: it says nothing, and ends when nothing needs it any more. */
  readonly background?: boolean
}

/** It finishes what it writes before it ends. */
export const endsItself = true

type Ending = 'interrupted' | 'lock-lost' | 'not-needed' | 'another-person'

/** Takes screenshots, notices absence and delivers, for as long as it runs; one for each data folder. */
export async function run(context: Context, { options }: Invocation<AgentOptions>): Promise<undefined> {
  const background = options.background ?? false
  const door = await context.open([CLOCK, LOCKS, STATE_STORE])
  const parts = { locks: door.get(LOCKS), state: door.get(STATE_STORE), clock: door.get(CLOCK) }
  const lock = await takeSeat('agent', parts)
  if ('takenBy' in lock) {
    if (background) return undefined
    throw agentRunsAlready(lock.takenBy)
  }
  try {
    const { dataDir } = await context.configuration()
    context.out.result({ pid: process.pid, dataDir }, () => `The agent works for ${dataDir}.`)
    context.out.note('It takes screenshots if you turned them on, and delivers. Ctrl-C stops it.')
    let ending: Ending = 'another-person'
    while (ending === 'another-person') ending = await session(context, lock, background)
    context.out.note(ENDINGS[ending])
  } finally {
    await lock.release().catch(() => undefined)
  }
  return undefined
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  interrupted: 'Stopped. What was taken is saved; the rest goes on at the next start.',
  'lock-lost': 'Another agent has taken over.',
  'not-needed': 'Nothing needs the agent any more.',
  'another-person': '',
}

/** For one person: a program never changes whom it works for while it is open. */
async function session(context: Context, lock: HeldLock, background: boolean): Promise<Ending> {
  const { paths, autoSync } = await context.configuration()
  const who = await readFile(paths.profile, 'utf8').catch(() => '')
  const server = (await context.open([PROFILES])).get(PROFILES).current()?.server
  const delivering = server !== undefined && autoSync ? [BACKGROUND_SYNC] : []
  const working = [PRESENCE_WATCH, CAPTURE_SERVICE, ACTIVITY_RECORDER, ...delivering]
  const services = [CLOCK, TIME_TRACKER, STATE_STORE, SHOT_LEDGER, ...working]
  const parts = { capture: 'agent' as const, ...(await logging(context)) }
  const app = await context.open(services, server, parts)
  try {
    return await watch(app, { context, lock, background, who })
  } finally {
    await app.stop()
  }
}

interface Watch {
  readonly context: Context
  readonly lock: HeldLock
  readonly background: boolean
  /** The profile's file as it was. */
  readonly who: string
}

async function watch(app: App, { context, lock, background, who }: Watch): Promise<Ending> {
  const { interrupted } = context.io
  const { paths } = await context.configuration()
  const [clock, logger] = [app.get(CLOCK), app.get(LOGGER)]
  while (!interrupted?.aborted) {
    await clock.sleep(RENEW_EVERY_MS, interrupted).catch(() => undefined)
    if (interrupted?.aborted) break
    try {
      if (!(await lock.renew())) return 'lock-lost'
      if ((await readFile(paths.profile, 'utf8').catch(() => '')) !== who) return 'another-person'
      if (background && !(await agentNeeded(app))) return 'not-needed'
    } catch (error) {
      // A full disk, a busy database: it may be over the next time, and there is work that can go on meanwhile.
      logger.warn('the agent could not look at its data folder', { error: String(error) })
    }
  }
  return 'interrupted'
}

/** With --verbose to stderr, as everywhere. */
async function logging(context: Context): Promise<{ logger?: Logger }> {
  if (context.flags.verbose) return {}
  const { paths, logLevel } = await context.configuration()
  return { logger: agentLog(paths.log, logLevel, systemClock) }
}

function agentRunsAlready(pid: number | undefined): MeantimeError {
  return new MeantimeError({
    code: 'AGENT_RUNS',
    kind: 'state',
    message: `An agent is at work for this data folder already${pid === undefined ? '' : ` (process ${pid})`}.`,
    safe: 'It goes on; nothing was changed.',
    hint: 'End that one first if you want to watch this one.',
  })
}
