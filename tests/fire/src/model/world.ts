import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountId, ClaimedTask, Outcome, SendContext, SyncReport, TaskId } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import type { Command, Fate, Which } from './commands.js'
import { checkStep } from './invariants.js'
import { Ledger } from './ledger.js'
import { Network } from './network.js'
import { type Person, type Program, startProgram } from './program.js'
import { Rows, type Snapshot } from './rows.js'
import { ModelServer } from './server.js'
import { must } from './violation.js'

export const ACCOUNTS = ['ann', 'bob'] as AccountId[]

/** Tasks that somebody claimed by hand, and what the server said about them, if it was asked. */
export interface HandLease {
  readonly token: string
  readonly tasks: readonly ClaimedTask[]
  readonly outcomes: Map<TaskId, Outcome>
}

/** What the next requests of one program meet. */
export interface Script {
  fates: Fate[]
  during: Command[]
  /** More tasks than this in one request are too large. */
  most: number
  refuseTokens: boolean
  /** How often a token was refused. */
  refused: number
}

/** Everything is taken unless the fates say otherwise. */
export const script = (fates: readonly Fate[] = [], during: readonly Command[] = []): Script => {
  return { fates: [...fates], during: [...during], most: Number.POSITIVE_INFINITY, refuseTokens: false, refused: 0 }
}

/** Of the event loop; a run needs a few hundred at most. */
const MOST_TURNS = 50_000

export interface Running {
  readonly program: Program
  script: Script
  /** Resolves when it was killed. */
  readonly death: Promise<'died'>
  /** Leases that its own deliveries were seen with. */
  readonly leases: Set<string>
  dead: boolean
}

/** One computer: a file, up to two programs on it, a person, a clock, a server, and what the model knows of them. */
export class World {
  readonly clock = new ManualClock()
  readonly person: Person = { account: ACCOUNTS[0], token: 1 }
  readonly ledger = new Ledger()
  readonly server = new ModelServer(this.ledger)
  readonly rows: Rows
  readonly hands: HandLease[] = []
  private readonly network = new Network(this)
  latest = this.clock.now()
  byHand = false
  depth = 0
  eventSeq = 0
  /** Whose run is under way while nested commands happen. */
  syncing: Which = 0
  private readonly file: string
  private readonly running: [Running | undefined, Running | undefined] = [undefined, undefined]
  private before: Snapshot
  private started = 0

  constructor(
    folder: string,
    template: string,
    private readonly seed: number,
    private readonly perform: (world: World, command: Command) => Promise<void>,
  ) {
    this.file = join(folder, 'meantime.db')
    copyFileSync(template, this.file)
    this.rows = new Rows(this.file)
    this.before = this.rows.snapshot()
  }

  get path(): string {
    return this.file
  }

  get account(): AccountId {
    return this.person.account ?? (ACCOUNTS[0] as AccountId)
  }

  /** Does one command and checks everything after it. */
  async step(command: Command): Promise<void> {
    const outer = this.depth === 0
    if (outer) {
      this.ledger.answers.clear()
      this.byHand = false
    }
    this.latest = outer ? this.clock.now() : Math.max(this.latest, this.clock.now())
    this.depth += 1
    try {
      await this.perform(this, command)
      this.check()
    } finally {
      this.depth -= 1
    }
  }

  check(): Snapshot {
    const after = this.rows.snapshot()
    this.latest = Math.max(this.latest, this.clock.now())
    checkStep({ before: this.before, after, latest: this.latest, byHand: this.byHand }, this.ledger, this.server)
    this.before = after
    return after
  }

  async program(which: Which): Promise<Running> {
    const there = this.running[which]
    if (there && !there.dead) return there
    let die: (word: 'died') => void = () => undefined
    const death = new Promise<'died'>((resolve) => {
      die = resolve
    })
    this.started += 1
    const { clock, person, seed, file } = this
    const made: { running?: Running } = {}
    const transport = {
      send: (tasks: readonly ClaimedTask[], context: SendContext) =>
        this.network.send(made.running as Running, tasks, context),
    }
    const program = await startProgram({ file, clock, transport, person, seed, count: this.started })
    const kill = async () => {
      running.dead = true
      await program.kill()
      die('died')
    }
    const running: Running = { program: { ...program, kill }, script: script(), death, leases: new Set(), dead: false }
    made.running = running
    this.running[which] = running
    return running
  }

  /** Ends the program as a person does, or as a power cut does. */
  async end(which: Which, how: 'crash' | 'restart'): Promise<void> {
    const there = this.running[which]
    this.running[which] = undefined
    if (!there || there.dead) return
    if (how === 'crash') await there.program.kill()
    else await there.program.app.stop()
  }

  /** Lets time pass while the promise waits for it; a promise of a program that dies is given up. */
  async drive<T>(promise: Promise<T>, death?: Promise<'died'>): Promise<T | 'died'> {
    let over = false
    const watched = (death ? Promise.race([promise, death]) : promise).finally(() => {
      over = true
    })
    watched.catch(() => undefined)
    for (let turns = 0; !over; turns += 1) {
      must(turns < MOST_TURNS, 'it never ended')
      await new Promise<void>((resolve) => setImmediate(resolve))
      const next = this.clock.untilNext
      if (!over && next !== undefined) this.clock.advance(next)
    }
    return watched
  }

  /** A run of the first program at the very end, when nothing goes wrong any more. */
  async finalSync(): Promise<SyncReport> {
    const { program } = await this.program(0)
    this.latest = this.clock.now()
    this.ledger.answers.clear()
    const report = (await this.drive(program.sync.syncQueue())) as SyncReport
    this.check()
    return report
  }

  async close(): Promise<void> {
    for (const which of [0, 1] as const) await this.end(which, 'crash')
    this.rows.close()
  }
}
