import type { Logger } from '@meantime/core'
import type { Dispatch } from '../../agent/dispatch.js'
import { type FromAgent, type PersonView, type ToAgent, toAgent } from '../../bridge/channel.js'
import type { ProblemView } from '../../bridge/shapes.js'
import type { NoticeSource } from '../loopback/event-stream.js'

/** Carries messages both ways: a child's IPC, a message port, lines over pipes. */
export interface MessageChannelEnd {
  post(message: FromAgent): void
  /** Returns the unsubscribe function. */
  onMessage(listener: (message: unknown) => void): () => void
  /** The other end is gone. Returns the unsubscribe function. */
  onClose(listener: () => void): () => void
}

export interface AgentChannelDeps {
  readonly dispatch: Dispatch
  readonly notices: NoticeSource
  readonly logger: Logger
}

export interface AgentChannelEvents {
  /** The shell asked for an end, or is gone. */
  onEnd(): void
  onPower(change: Extract<ToAgent, { kind: 'power' }>['change']): void
}

/** How long the shell may take to say what it knows of the person. */
const PERSON_PATIENCE_MS = 2000

/** The agent's end of the channel to the shell that started it. What is not well-formed is passed over. */
export class AgentChannel {
  private readonly persons = new Map<number, (person: PersonView) => void>()
  private readonly off: (() => void)[] = []
  private nextId = 0

  constructor(
    private readonly channel: MessageChannelEnd,
    private readonly deps: AgentChannelDeps,
    private readonly events: AgentChannelEvents,
  ) {}

  /** Questions are answered from now on. */
  start(): void {
    const { channel, deps, events } = this
    this.off.push(
      channel.onMessage((message) => this.take(message)),
      channel.onClose(() => events.onEnd()),
      deps.notices.on((notice) => channel.post({ kind: 'notice', notice })),
    )
    channel.post({ kind: 'ready' })
  }

  stop(): void {
    for (const off of this.off.splice(0)) off()
  }

  /** What the shell knows of the person; all unknown when it does not say in time. */
  person(): Promise<PersonView> {
    const id = this.nextId++
    return new Promise((resolve) => {
      const answered = (person: PersonView) => {
        clearTimeout(late)
        this.persons.delete(id)
        resolve(person)
      }
      const late = setTimeout(() => answered({ idleMs: 'unknown', locked: 'unknown' }), PERSON_PATIENCE_MS)
      this.persons.set(id, answered)
      this.channel.post({ kind: 'person?', id })
    })
  }

  /** Another start asked for the window. */
  show(): void {
    this.channel.post({ kind: 'show' })
  }

  private take(received: unknown): void {
    const { success, data } = toAgent.safeParse(received)
    if (!success) {
      this.deps.logger.warn('the shell said what the agent does not understand')
      return
    }
    switch (data.kind) {
      case 'ask':
        void this.answer(data.id, data.name, data.input)
        return
      case 'person':
        this.persons.get(data.id)?.(data.person)
        return
      case 'power':
        this.events.onPower(data.change)
        return
      case 'end':
        this.events.onEnd()
    }
  }

  private async answer(id: number, name: string, input: unknown): Promise<void> {
    this.channel.post({ kind: 'answer', id, answer: await this.deps.dispatch(name, input ?? {}) })
  }
}

/** It cannot work, and says why before it ends. */
export function refuseChannel(channel: MessageChannelEnd, problem: ProblemView): void {
  channel.post({ kind: 'refused', problem })
}
