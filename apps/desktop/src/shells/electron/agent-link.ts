import type { ChildProcess } from 'node:child_process'
import type { Clock, Logger } from '@meantime/core'
import { openAnswer } from '../../bridge/answer.js'
import type { Bridge, Notice } from '../../bridge/bridge.js'
import { fromAgent, type PersonView, type ToAgent } from '../../bridge/channel.js'
import type { OperationName } from '../../bridge/operations.js'
import type { ProblemView } from '../../bridge/shapes.js'
import type { Standing } from '../../companion/agent-trouble.js'
import type { Off } from '../../shell.js'

export interface AgentLinkDeps {
  /** Starts an agent whose channel speaks JSON. */
  readonly spawn: () => ChildProcess
  readonly clock: Clock
  readonly logger: Logger
  readonly person: () => PersonView
  /** How long an agent may take to end in order. @default 5000 ms */
  readonly endMs?: number
}

interface Waiting {
  readonly message: ToAgent
  answer(value: unknown): void
}

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [250, 30_000]
/** An agent that lived for so long did not die of its start. */
const WELL_MS = 60_000

/**
 * The agent as a process of its own, started again when it dies. A question is answered always: with AGENT_UNREACHABLE
 * when no agent is there or when it died meanwhile; one that is asked while it starts waits for it.
 */
export class AgentLink {
  private child: ChildProcess | undefined
  private standing: Standing = 'down'
  private problem: ProblemView = UNREACHABLE
  private readonly waiting = new Map<number, Waiting>()
  private readonly notices = new Set<(notice: Notice) => void>()
  private readonly standings = new Set<(standing: Standing, problem: ProblemView) => void>()
  private readonly shows = new Set<() => void>()
  private readonly ending = new AbortController()
  private triedAgain = false
  private lastId = 0
  private wait = FIRST_WAIT_MS
  private ended: Promise<void> = Promise.resolve()

  constructor(private readonly deps: AgentLinkDeps) {}

  start(): void {
    const { clock, spawn, logger } = this.deps
    const since = clock.monotonic()
    const child = spawn()
    this.child = child
    this.setStanding('starting')
    child.on('message', (message) => this.receive(message))
    // Also what could not be sent to one that has just died; its end is told below.
    child.on('error', (error) => logger.warn('the agent', { reason: error.message }))
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        if (this.child === child) this.lost(clock.monotonic() - since, signal ?? code)
        resolve()
      }
      child.once('exit', end)
      // Without an exit when it could not even be started.
      child.once('error', () => {
        if (child.pid === undefined) end(null, null)
      })
    })
  }

  /** Ends it in order, or after `endMs` in any way. */
  async stop(): Promise<void> {
    this.ending.abort()
    const { child } = this
    if (child === undefined) return
    this.send({ kind: 'end' })
    const late = new AbortController()
    this.deps.clock.sleep(this.deps.endMs ?? 5000, late.signal).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    )
    await this.ended
    late.abort()
  }

  /** What the agent answers, as `openAnswer` opens it. Never rejects. */
  ask(name: string, input: unknown): Promise<unknown> {
    if (this.standing === 'down' || this.standing === 'refused') {
      return Promise.resolve({ ok: false, problem: this.problem })
    }
    this.lastId += 1
    const message = { kind: 'ask', id: this.lastId, name, input } as const
    return new Promise((answer) => {
      this.waiting.set(message.id, { message, answer })
      if (this.standing === 'up') this.send(message)
    })
  }

  /** The same as the page has it, for what the shell itself wants to know. */
  bridge(): Bridge {
    return {
      ask: async <N extends OperationName>(name: N, input?: unknown) =>
        openAnswer(name, await this.ask(name, input ?? {})),
      onNotice: (listener) => this.onNotice(listener),
    }
  }

  onNotice(listener: (notice: Notice) => void): Off {
    this.notices.add(listener)
    return () => this.notices.delete(listener)
  }

  onStanding(listener: (standing: Standing, problem: ProblemView) => void): Off {
    this.standings.add(listener)
    return () => this.standings.delete(listener)
  }

  /** The person started Meantime once more, as another program. */
  onShow(listener: () => void): Off {
    this.shows.add(listener)
    return () => this.shows.delete(listener)
  }

  send(message: ToAgent): void {
    // A channel that closes while it is written to says so by `error` and `exit`.
    if (this.child?.connected) this.child.send(message, () => undefined)
  }

  private receive(data: unknown): void {
    const message = fromAgent.safeParse(data).data
    if (message === undefined) this.deps.logger.warn('the agent said something that nobody understands')
    else if (message.kind === 'ready') this.ready()
    else if (message.kind === 'notice') this.tell(message.notice)
    else if (message.kind === 'person?') this.send({ kind: 'person', id: message.id, person: this.deps.person() })
    else if (message.kind === 'refused') this.refused(message.problem)
    else if (message.kind === 'show') for (const show of this.shows) show()
    else {
      this.waiting.get(message.id)?.answer(message.answer)
      this.waiting.delete(message.id)
    }
  }

  /** The agent of a shell that was killed may take a moment to end: it is tried once more before it is believed. */
  private refused(problem: ProblemView): void {
    const again = problem.code === DESKTOP_RUNS && !this.triedAgain
    this.triedAgain = true
    if (!again) this.setStanding('refused', problem)
  }

  private ready(): void {
    this.triedAgain = false
    this.setStanding('up')
    for (const { message } of this.waiting.values()) this.send(message)
    // What happened while nobody listened is not told again.
    this.tell({ kind: 'changed' })
  }

  private lost(livedMs: number, how: number | string | null): void {
    this.child = undefined
    if (this.standing !== 'refused') this.setStanding('down', UNREACHABLE)
    for (const { answer } of this.waiting.values()) answer({ ok: false, problem: this.problem })
    this.waiting.clear()
    // Whoever shows something asks, and learns that nobody answers.
    this.tell({ kind: 'changed' })
    if (this.ending.signal.aborted || this.standing === 'refused') return
    this.deps.logger.warn('the agent ended and is started again', { how: String(how) })
    this.wait = livedMs > WELL_MS ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, this.wait * 2)
    this.deps.clock.sleep(this.wait, this.ending.signal).then(
      () => this.start(),
      () => undefined,
    )
  }

  private setStanding(standing: Standing, problem = UNREACHABLE): void {
    this.standing = standing
    this.problem = problem
    for (const listener of this.standings) listener(standing, problem)
  }

  private tell(notice: Notice): void {
    for (const listener of this.notices) listener(notice)
  }
}

/** The agent's word for another desktop app on the folder. */
export const DESKTOP_RUNS = 'DESKTOP_RUNS'

const UNREACHABLE: ProblemView = {
  code: 'AGENT_UNREACHABLE',
  message: 'The agent does not run at the moment; it is being started again.',
  safe: 'What you recorded is on this computer.',
}
