import type { EntryView, StateView } from '../bridge/shapes.js'
import type { TrayContent, TrayMenuItem } from '../shell.js'
import type { Words } from './words/words.js'

/** Something worked on before, to be taken up again. */
export interface Earlier {
  readonly description: string
  readonly project: string | null
}

/** What the menu can do. */
export interface TrayActions {
  open(): void
  start(work: Earlier): void
  pause(): void
  resume(): void
  stop(): void
  quit(): void
}

export interface TrayFacts {
  /** Undefined while the agent does not answer. */
  readonly state: StateView | undefined
  /** By the agent's clock, UTC ms. */
  readonly now: number
  readonly earlier: readonly Earlier[]
}

const LONGEST = 60

/** The tray for what is known; the first line is the timer, because not every desktop shows the tooltip. */
export function trayContent({ state, now, earlier }: TrayFacts, words: Words, actions: TrayActions): TrayContent {
  const current = state?.current ?? undefined
  const tooltip = state ? timerLine(current, now, words) : words.unreachable
  const menu: TrayMenuItem[] = [{ label: tooltip, onClick: actions.open }]
  if (state) menu.push(...timerItems(current, words, actions), ...earlierItems(current, earlier, words, actions))
  menu.push(
    { label: words.open, group: true, onClick: actions.open },
    { label: words.quit, group: true, onClick: actions.quit },
  )
  const timer = current === undefined || current.state === 'stopped' ? 'stopped' : current.state
  return { tooltip, menu, timer, title: timer === 'stopped' || !current ? '' : hoursAndMinutes(workedMs(current, now)) }
}

/** Until the minutes of a running entry change; undefined when nothing runs. */
export function msToNextMinute(state: StateView | undefined, now: number): number | undefined {
  if (state?.current?.state !== 'running') return undefined
  return 60_000 - (workedMs(state.current, now) % 60_000)
}

export function workedMs({ segments }: EntryView, now: number): number {
  return segments.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0)
}

function timerLine(current: EntryView | undefined, now: number, words: Words): string {
  if (!current || current.state === 'stopped') return words.stopped
  const [time, what] = [hoursAndMinutes(workedMs(current, now)), nameOf(current, words)]
  return current.state === 'running' ? words.running(time, what) : words.paused(time, what)
}

function timerItems(current: EntryView | undefined, words: Words, actions: TrayActions): TrayMenuItem[] {
  const stop = { label: words.stop, onClick: actions.stop }
  if (current?.state === 'running') return [{ label: words.pause, group: true, onClick: actions.pause }, stop]
  if (current?.state === 'paused') return [{ label: words.resume, group: true, onClick: actions.resume }, stop]
  const start = () => actions.start({ description: '', project: null })
  return [{ label: words.start, group: true, onClick: start }]
}

function earlierItems(
  current: EntryView | undefined,
  earlier: readonly Earlier[],
  words: Words,
  actions: TrayActions,
): TrayMenuItem[] {
  const open = current !== undefined && current.state !== 'stopped'
  const isOpen = (work: Earlier) => open && work.description === current.description && work.project === current.project
  return earlier
    .filter((work) => work.description !== '' && !isOpen(work))
    .map((work, at) => ({
      label: words.again(nameOf(work, words)),
      group: at === 0,
      onClick: () => actions.start(work),
    }))
}

function nameOf({ description, project }: Earlier, words: Words): string {
  const name = [description || words.untitled, project].filter(Boolean).join(' – ')
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name
}

export function hoursAndMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
