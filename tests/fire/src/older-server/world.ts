import { createHash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, EntryId, TaskId } from '@meantime/core'
import { ManualClock, MemoryBlobStore, seededRandom } from '@meantime/testkit'
import { OlderServer, type OlderUser } from '@meantime/testkit/older-server'
import { must } from '../model/violation.js'
import { Network } from './network.js'
import { type Program, startProgram } from './program.js'

/** What must never leave the computer. */
export const HIDDEN = 'hunter2-hunter2'
const MOST_TURNS = 60_000

/** One computer with a person, a clock and a file; the server; and other programs of the same person. */
export class World {
  readonly clock = new ManualClock()
  readonly older: OlderServer
  readonly user: OlderUser
  readonly network: Network
  readonly blobs = new MemoryBlobStore()
  /** Entries that were recorded, oldest first, and pictures by their content. */
  readonly entries: EntryId[] = []
  readonly shots = new Map<TaskId, { readonly sha256: string; readonly entry: EntryId }>()
  /** Rows at the server that others made, and which of them they stopped. */
  readonly foreign = new Set<string>()
  readonly stoppedByOthers = new Set<string>()
  /** Entries of ours that others did something to at the server while they were open. */
  readonly touched = new Set<string>()
  running: Program | undefined
  died = false
  private readonly file: string
  private started = 0
  private signalDeath: (word: 'died') => void = () => undefined
  private death: Promise<'died'> = new Promise(() => undefined)

  constructor(
    folder: string,
    template: string,
    private readonly seed: number,
  ) {
    this.file = join(folder, 'meantime.db')
    copyFileSync(template, this.file)
    // The server's clock runs with the client's and does not jump with it.
    const base = this.clock.now()
    const clock = { now: () => base + this.clock.monotonic() }
    const random = seededRandom(seed)
    this.older = new OlderServer({ clock, random, autoPauseAfterMs: 10 * 60_000 })
    this.user = this.older.addUser('ada@example.org', { role: seed % 3 === 0 ? 'ADMIN' : 'EMPLOYEE' })
    this.older.addUser('bob@example.org')
    this.older.addProject('website')
    this.older.addProject('garden')
    this.older.addProject('archived', 'ARCHIVED')
    this.network = new Network(this.older, HIDDEN)
    // An open item stops what runs. Somebody who began after we asked and before it took effect is not guarded (decision 152).
    this.network.late = async (effect) => {
      const before = this.older.activeOf(this.user)
      await effect()
      if (before?.status === 'STOPPED' && this.foreign.has(before.id)) this.stoppedByOthers.add(before.id)
    }
    this.network.die = async () => {
      this.died = true
      await this.end('crash')
      this.signalDeath('died')
    }
  }

  get path(): string {
    return this.file
  }

  get serverNow(): number {
    return this.older.now
  }

  async program(): Promise<Program> {
    if (this.running) return this.running
    this.started += 1
    this.death = new Promise((resolve) => {
      this.signalDeath = resolve
    })
    const { clock, older, user, network, blobs, seed, file } = this
    const starting = startProgram({ file, clock, older, user, http: network, blobs, seed, count: this.started })
    this.running = (await this.drive(starting)) as Program
    return this.running
  }

  async end(how: 'crash' | 'restart'): Promise<void> {
    const there = this.running
    this.running = undefined
    if (how === 'crash') await there?.kill()
    else if (there) await this.drive(there.app.stop())
  }

  /** Lets time pass while the promise waits for it; a promise of a program that dies is given up. */
  async drive<T>(promise: Promise<T>): Promise<T | 'died'> {
    let over = false
    const watched = Promise.race([promise, this.death]).finally(() => {
      over = true
    })
    watched.catch(() => undefined)
    for (let turns = 0; !over; turns += 1) {
      must(turns < MOST_TURNS, 'it never ended')
      await new Promise<void>((resolve) => setImmediate(resolve))
      const next = this.clock.untilNext
      // Half a second at a time, so that what is only slow by the machine does not time out.
      if (!over && next !== undefined) this.clock.advance(Math.min(next, 500))
    }
    return watched
  }

  /** Time passes with nobody in a hurry; what wakes up on the way does what it has to do before time goes on. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; ) {
      const step = Math.min(left, this.clock.untilNext ?? left)
      this.clock.advance(step)
      left -= step
      for (let turn = 0; turn < 400 && (turn < 2 || (this.running && this.clock.sleeping === 0)); turn += 1)
        await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }

  async entry(id: EntryId): Promise<Entry> {
    const entry = await (await this.program()).journal.entry(id)
    must(entry !== undefined, `entry ${id} is gone from the journal`)
    return entry
  }

  /** A picture that no other is like. */
  picture(n: number): Uint8Array {
    const noise = createHash('sha256').update(`${this.seed} ${n}`).digest()
    return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), noise])
  }

  async close(): Promise<void> {
    await this.end('crash')
  }
}
