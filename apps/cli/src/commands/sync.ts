import {
  CLOCK,
  isAuthRequiredError,
  type MeantimeError,
  SYNC_MANAGER,
  type SyncManager,
  type SyncReport,
  type SyncStatus,
} from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { exitCodeFor, interruptedError } from '../errors.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { reofferedWords } from '../output/reoffered.js'
import { requireProfile } from '../server-address.js'

export interface SyncOptions {
  readonly background?: boolean
  /** Also what was delivered before. */
  readonly everything?: boolean
}

/** It gives back what it had claimed before it ends. */
export const endsItself = true

/** How long somebody who asked for a delivery waits for the program that is delivering already. */
const BUSY_PATIENCE_MS = 30_000
const BUSY_STEP_MS = 250

export async function run(context: Context, { options }: Invocation<SyncOptions>): Promise<ExitCode | undefined> {
  const { server } = await requireProfile(context)
  const app = await context.open([SYNC_MANAGER], server)
  const manager = app.get(SYNC_MANAGER)
  const ends = endOnInterrupt(manager, context.io.interrupted)
  try {
    if (context.io.interrupted?.aborted) throw interruptedError()
    if (options.background) return await inBackground(manager)
    const everything = options.everything ?? false
    const report = await deliver(context, manager, app.get(CLOCK), everything)
    const code = exitCodeOf(report)
    const words = `${reportWords(report)}${reofferedWords(report, everything)}`
    // What did not work is a message, not data; the document says it all in any case.
    context.out.result(reportDocument(report), () => (code === EXIT.ok ? words : ''))
    if (code !== EXIT.ok) context.out.failure(words)
    return code
  } finally {
    ends.forget()
  }
}

/** Nobody reads what it says; what it found is in the data folder for `status`. */
async function inBackground(manager: SyncManager): Promise<ExitCode> {
  if (!(await manager.hasWork())) return EXIT.ok
  try {
    return exitCodeOf(await manager.syncQueue())
  } catch (error) {
    if (isAuthRequiredError(error)) return EXIT.auth
    throw error
  }
}

async function deliver(
  { out, io }: Context,
  manager: SyncManager,
  clock: { sleep(ms: number, signal?: AbortSignal): Promise<void>; monotonic(): number },
  everything: boolean,
): Promise<SyncReport> {
  const forget = manager.onProgress(({ sent, left }) => out.progress(`${sent} delivered, ${left} to go`))
  try {
    const since = clock.monotonic()
    let report = await (everything ? manager.syncEverything() : manager.syncQueueNow())
    while (report.status === 'busy' && !io.interrupted?.aborted && clock.monotonic() - since < BUSY_PATIENCE_MS) {
      out.progress('Another program on this computer is delivering…')
      await clock.sleep(BUSY_STEP_MS, io.interrupted).catch(() => undefined)
      report = await manager.syncQueue()
    }
    return io.interrupted?.aborted && report.status !== 'drained' ? { ...report, status: 'cancelled' } : report
  } finally {
    forget()
    out.progress('')
  }
}

/** Asks again while the command runs: a run may begin just after it was told to stop. */
function endOnInterrupt(manager: SyncManager, interrupted: AbortSignal | undefined) {
  let over = false
  const onAbort = async () => {
    while (!over) {
      await manager.stop()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  if (interrupted?.aborted) void onAbort()
  else interrupted?.addEventListener('abort', onAbort, { once: true })
  return {
    forget: () => {
      over = true
      interrupted?.removeEventListener('abort', onAbort)
    },
  }
}

const NETWORK: readonly SyncStatus[] = ['offline', 'failing', 'refused']

export function exitCodeOf({ status, problem }: SyncReport): ExitCode {
  if (status === 'cancelled') return EXIT.interrupted
  if (status === 'waiting') return EXIT.partialSync
  if (NETWORK.includes(status)) return problem?.kind === 'auth' ? exitCodeFor(problem) : EXIT.network
  return EXIT.ok
}

function reportDocument({ problem, retryAt, ...report }: SyncReport) {
  return {
    ...report,
    problem: problem ? problemDocument(problem) : null,
    retryAt: retryAt === undefined ? null : new Date(retryAt).toISOString(),
  }
}

const problemDocument = ({ code, message, hint }: MeantimeError) => ({ code, message, hint: hint ?? null })

export function reportWords({ status, sent, dead, left, problem }: SyncReport): string {
  const delivered = sent === 0 ? 'Nothing was delivered' : `${sent} delivered`
  const kept = left === 0 ? '' : ` ${left} stay${left === 1 ? 's' : ''} saved on this computer.`
  const why = problem ? ` ${problem.message}${problem.hint ? ` ${problem.hint}` : ''}` : ''
  switch (status) {
    case 'drained':
      return sent === 0 ? 'Everything is delivered already.' : `${delivered}; nothing waits.`
    case 'waiting': {
      const parked = dead > 0 ? ` ${dead} parked: the server will not take ${dead === 1 ? 'it' : 'them'}.` : ''
      return `${delivered}.${parked}${kept} See \`meantime queue list\`.`
    }
    case 'busy':
      return `Another program on this computer is delivering; ${left} to go.`
    case 'cancelled':
      return `Interrupted. ${delivered}.${kept}`
    case 'offline':
      return `The server was not reached. ${delivered}.${kept}${why}`
    case 'failing':
      return `The server did not work. ${delivered}.${kept}${why}`
    case 'refused':
      return `The server refused. ${delivered}.${kept}${why}`
  }
}
