import type { EntryId } from '@meantime/core'

/** How much input there was. Never what it was, nor where. */
export type ActivityLevel = 'none' | 'some' | 'lots'

/** What is unknown, not agreed to or excluded is left out. */
export interface ActivityMinute {
  readonly level?: ActivityLevel
  readonly app?: string
  readonly title?: string
}

/** Some minutes of an entry, without a gap. */
export interface ActivitySample {
  readonly entryId: EntryId
  /** The beginning of the first minute, UTC ms. */
  readonly from: number
  readonly minutes: readonly ActivityMinute[]
}

export interface ActivityLook {
  readonly entryId: EntryId
  /** UTC ms. */
  readonly at: number
  /** Whether there was input since the look before; undefined when unknown. */
  readonly input: boolean | undefined
}

interface Open {
  readonly entryId: EntryId
  readonly from: number
  readonly minutes: ActivityMinute[]
  current: { readonly number: number; readonly looks: (boolean | undefined)[]; readonly window: Window }
}

type Window = Pick<ActivityMinute, 'app' | 'title'>

export const MINUTE_MS = 60_000

/** Puts looks together to minutes, and minutes to samples of at most `most`, so that few tasks tell a whole day. */
export class ActivityMinutes {
  private open: Open | undefined

  constructor(private readonly most: number) {}

  /** Whether the look begins a minute: then somebody may want to see which window is in front. */
  beginsMinute({ entryId, at }: ActivityLook): boolean {
    return this.open?.entryId !== entryId || this.open.current.number !== Math.floor(at / MINUTE_MS)
  }

  /** Gives the sample that this look completed, if any. */
  add({ entryId, at, input }: ActivityLook, window: Window = {}): ActivitySample | undefined {
    const number = Math.floor(at / MINUTE_MS)
    const { open } = this
    if (open?.entryId === entryId && open.current.number === number) {
      open.current.looks.push(input)
      return undefined
    }
    const current = { number, looks: [input], window }
    if (open?.entryId === entryId && open.current.number + 1 === number && open.minutes.length + 1 < this.most) {
      open.minutes.push(minuteOf(open.current))
      open.current = current
      return undefined
    }
    const done = this.end()
    this.open = { entryId, from: number * MINUTE_MS, minutes: [], current }
    return done
  }

  /** Gives what there is; nothing follows it. */
  end(): ActivitySample | undefined {
    const { open } = this
    this.open = undefined
    return open && { entryId: open.entryId, from: open.from, minutes: [...open.minutes, minuteOf(open.current)] }
  }
}

function minuteOf({ looks, window }: Open['current']): ActivityMinute {
  const level = levelOf(looks)
  return { ...(level === undefined ? {} : { level }), ...window }
}

function levelOf(looks: readonly (boolean | undefined)[]): ActivityLevel | undefined {
  const known = looks.filter((look) => look !== undefined)
  if (known.length === 0) return undefined
  if (known.every((look) => look)) return 'lots'
  return known.some((look) => look) ? 'some' : 'none'
}
