import type { ProblemView } from '../../bridge/shapes.js'
import { en } from './en.js'
import { ru } from './ru.js'

/** What tray and notifications say. */
export interface Words {
  readonly open: string
  readonly start: string
  readonly pause: string
  readonly resume: string
  readonly stop: string
  readonly quit: string
  readonly again: (what: string) => string
  readonly running: (time: string, what: string) => string
  readonly paused: (time: string, what: string) => string
  readonly stopped: string
  readonly unreachable: string
  readonly untitled: string
  readonly notDone: string
  /** What went wrong, what is safe, what to do: by its code where the agent's own English would not be understood. */
  readonly problem: (problem: ProblemView) => string
  readonly away: { readonly title: string; readonly body: (what: string, from: string, to: string) => string }
  readonly parked: { readonly title: string; readonly body: (count: number) => string }
  readonly signedOut: { readonly title: string; readonly body: string }
  readonly pictures: { readonly title: string }
  readonly agent: { readonly title: string; readonly body: string }
  readonly taken: { readonly title: string; readonly body: (keys: string) => string }
  readonly hidden: { readonly title: string; readonly body: string }
}

const WORDS: Readonly<Record<string, Words>> = { en, ru }

/** In the chosen language, else in the first of the system's that there are words for. */
export function wordsFor(chosen: unknown, system: readonly string[]): Words {
  const wanted = [typeof chosen === 'string' ? chosen : '', ...system].map((tag) => tag.split('-')[0] ?? '')
  return wanted.map((language) => WORDS[language]).find((words) => words !== undefined) ?? en
}
