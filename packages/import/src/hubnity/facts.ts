import type { HubnityFindings, InspectOptions } from './inspect.js'
import type { Settled } from './settle-entries.js'

/**
 * What a person should know before they agree, as numbers: what could not be known, and what was assumed instead. Whoever
 * shows it puts it into words.
 */
export interface Facts {
  /** Entries that the former server has: kept here, not delivered. */
  readonly delivered: number
  /** Entries of which the former server has the start and gets the rest, if it is the one that is delivered to. */
  readonly continued: number
  /** The same, where nothing says which entries they are there: it goes on showing them as running. */
  readonly halfDelivered: number
  /** Entries that have no id of the server: they were started offline, or never touched again. */
  readonly withoutServerId: number
  /** Left out because nothing says when they ended. */
  readonly withoutEnd: number
  /** Imported all the same, with an end that was taken from what follows. */
  readonly endGuessed: number
  readonly endedAtPause: number
  /** Entries with a step that cannot be read. */
  readonly doubtful: number
  readonly clockBack: number
  /** Steps that make no sense where they stand. */
  readonly senseless: number
  /** Descriptions or projects that were changed to fit. */
  readonly shortened: number
  /** Days with time that no task explains and that is left out. */
  readonly unexplainedDays: number
  /** Screenshots that only the former server could take. */
  readonly strandedPictures: number
  readonly ofOthers: number
  /** Ids of projects that nobody gave a name. */
  readonly unnamedProjects: readonly string[]
}

type Found = Pick<
  HubnityFindings,
  'days' | 'entries' | 'halfDelivered' | 'leftOut' | 'strandedPictures' | 'withoutServerId'
>

export function factsOf(
  { days, entries, halfDelivered, leftOut, strandedPictures, withoutServerId }: Found,
  { endedAtPause, doubtful, clockBack, shortened, endGuessed }: Settled['counts'],
  senseless: number,
  { dayTotals, projects = new Map() }: InspectOptions,
): Facts {
  const names = new Set(projects.values())
  const unnamed = entries.flatMap(({ project }) =>
    project !== null && isId(project) && !names.has(project) ? [project] : [],
  )
  const left = (...reasons: string[]) => leftOut.filter(({ reason }) => reasons.includes(reason)).length
  return {
    delivered: entries.filter(({ delivered }) => delivered).length,
    continued: entries.filter(({ foreignId }) => foreignId !== undefined).length,
    halfDelivered: halfDelivered.length,
    withoutServerId,
    withoutEnd: left('end-missing', 'still-open'),
    endGuessed,
    endedAtPause,
    doubtful,
    clockBack,
    senseless,
    shortened,
    unexplainedDays: dayTotals ? 0 : days.length,
    strandedPictures,
    ofOthers: left('other-person'),
    unnamedProjects: [...new Set(unnamed)],
  }
}

const isId = (project: string): boolean => /^[0-9a-f-]{36}$/i.test(project)
