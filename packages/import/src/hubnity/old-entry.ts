import type { Step } from '../found-entry.js'
import { type Fields, textOf } from './read-row.js'

/** A screenshot that was not delivered; its picture stays in the file until it is asked for. */
export interface OldPicture {
  readonly row: number
  /** Bytes of its payload. */
  readonly size: number
  /** UTC ms. */
  readonly takenAt: number
}

/** One entry as the rows of the former client tell it. */
export class OldEntry {
  readonly steps: Step[]
  readonly pictures: OldPicture[] = []
  /** What its rows call it: `temp-…` while offline, then the server's id. */
  readonly names = new Set<string>()
  /** Something of it is not at the server. */
  waits: boolean
  /** A row of it, perhaps a pause, could not be read. */
  doubtful = false

  constructor(
    readonly row: number,
    readonly startedAt: number,
    private readonly fields: Fields,
    readonly state: 'waiting' | 'delivered' | 'given-up',
  ) {
    this.steps = [{ type: 'start', at: startedAt }]
    this.waits = state === 'waiting'
  }

  get description(): string {
    return textOf(this.fields.description) ?? ''
  }

  get project(): string | null {
    return textOf(this.fields.projectId) || null
  }

  get userId(): string | undefined {
    return textOf(this.fields.userId) || undefined
  }

  /** The id at the former server, as far as a row names it. */
  get remoteId(): string | undefined {
    return [...this.names].find((name) => !isTemporary(name))
  }

  get condition(): 'running' | 'paused' | 'stopped' {
    const last = this.steps.at(-1)?.type
    return last === 'stop' ? 'stopped' : last === 'pause' ? 'paused' : 'running'
  }

  /** The last that is known of it. */
  get lastSign(): number {
    return Math.max(...this.steps.map(({ at }) => at), ...this.pictures.map(({ takenAt }) => takenAt))
  }

  /** False when the step makes no sense here, such as a pause of a paused entry: then nothing happened. */
  take(step: Step): boolean {
    const { condition } = this
    const fits =
      (step.type === 'pause' && condition === 'running') ||
      (step.type === 'resume' && condition === 'paused') ||
      (step.type === 'stop' && condition !== 'stopped')
    if (fits) this.steps.push(step)
    return fits
  }

  /** Whether a row that calls its entry so can be about this one. */
  canBeCalled(name: string | undefined): boolean {
    if (name === undefined || this.names.has(name) || this.names.size === 0) return true
    // Started offline: it got the server's id later.
    return this.remoteId === undefined && !isTemporary(name)
  }
}

export const isTemporary = (name: string): boolean => name.startsWith('temp-')
