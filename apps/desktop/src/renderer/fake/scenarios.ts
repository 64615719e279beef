import type {
  AccountView,
  CaptureView,
  EntryView,
  FurtherView,
  OfferView,
  ShotView,
  TaskView,
} from '../../bridge/shapes.js'
import type { FakeQueue } from './fake-queue.js'
import { someOffers } from './offer-data.js'
import { SeededRandom } from './random.js'
import { someShots } from './shots.js'
import { backlog, deadTasks } from './tasks.js'
import { today } from './today-data.js'
import { workedBefore } from './work.js'

/** What an agent in memory begins with. */
export interface World {
  readonly zone: string
  readonly entries: readonly EntryView[]
  readonly tasks: readonly TaskView[]
  readonly shots: readonly ShotView[]
  readonly offers: readonly OfferView[]
  readonly account: AccountView | null
  readonly capture: Omit<CaptureView, 'held'>
  readonly settings: Readonly<Record<string, unknown>>
  readonly fixed: Readonly<Record<string, { readonly value: unknown; readonly source: string }>>
  readonly queue: Partial<Pick<FakeQueue, 'online' | 'signedIn' | 'earlier' | 'dropped' | 'cancelledBefore' | 'last'>>
  readonly firstRun: boolean
  /** The former client has worked on this computer. */
  readonly former: boolean
  /** Operations that fail. */
  readonly broken?: readonly string[]
}

export const SCENARIOS = [
  'busy',
  'empty',
  'first-run',
  'first-window',
  'former',
  'idle',
  'paused',
  'offline',
  'dead',
  'offers',
  'many',
  'errors',
  'local',
] as const
export type Scenario = (typeof SCENARIOS)[number]

const MINUTE = 60_000
const SERVER = 'https://time.example.org'
const FURTHER: FurtherView = {
  kind: 'coolingOff',
  now: 0,
  agreed: 10,
  words: 'pictures are sent after 0 minutes instead of 10',
}

export function worldOf(scenario: Scenario, now: number, zone: string): World {
  const random = new SeededRandom(7)
  const day = today(now, zone, random)
  const entries = [...workedBefore(now, 420, zone, random), ...day]
  const busy: World = {
    zone,
    entries,
    tasks: [],
    shots: someShots(day, now, random),
    offers: [],
    account: { email: 'mira@example.org', server: SERVER, signedIn: true },
    capture: { on: true, agreedAt: now - 40 * 24 * 60 * MINUTE, further: [], private: false },
    settings: { server: SERVER, privatePeriods: ['mon-fri 12:00-13:00'], excludedApps: ['keepassxc', '*bank*'] },
    fixed: {},
    queue: {
      earlier: 3184,
      dropped: 2,
      cancelledBefore: 1,
      last: { at: now - 4 * MINUTE, status: 'drained', sent: 3, deliveredAt: now - 4 * MINUTE },
    },
    firstRun: false,
    former: false,
  }
  const empty: World = {
    ...busy,
    entries: [],
    shots: [],
    account: null,
    settings: {},
    queue: {},
    capture: { on: false, further: [], private: false },
  }
  const offline = {
    code: 'SERVER_UNREACHABLE',
    message: 'The server at time.example.org was not reached: no route to it.',
  }
  const waiting = backlog(day, 46, now, random)
  const worlds: Readonly<Record<Scenario, () => World>> = {
    busy: () => busy,
    empty: () => empty,
    local: () => ({
      ...busy,
      account: null,
      settings: {},
      shots: [],
      capture: empty.capture,
      queue: { online: false },
    }),
    'first-run': () => ({ ...empty, firstRun: true }),
    'first-window': () => ({ ...busy, firstRun: true }),
    former: () => ({ ...empty, firstRun: true, former: true }),
    idle: () => ({ ...busy, entries: entries.map((entry) => stopped(entry, now)) }),
    paused: () => ({ ...busy, entries: entries.map((entry) => paused(entry, now)) }),
    offline: () => ({
      ...busy,
      tasks: waiting,
      queue: {
        ...busy.queue,
        online: false,
        last: { at: now - MINUTE, status: 'offline', sent: 0, problem: offline, deliveredAt: now - 163 * MINUTE },
      },
    }),
    dead: () => ({
      ...busy,
      tasks: deadTasks(day, now, random),
      queue: { ...busy.queue, last: { at: now - MINUTE, status: 'waiting', sent: 12, deliveredAt: now - MINUTE } },
    }),
    offers: () => ({ ...busy, offers: someOffers(day, now, random) }),
    many: () => ({
      ...busy,
      entries: [...workedBefore(now, 50_000 - day.length, zone, random), ...day],
      tasks: backlog(day, 10_000, now, random),
      queue: { ...busy.queue, online: false, last: { at: now - MINUTE, status: 'offline', sent: 0, problem: offline } },
    }),
    errors: () => ({
      ...busy,
      broken: ['entries', 'shots', 'tasks', 'pause'],
      fixed: {
        server: { value: SERVER, source: 'MEANTIME_SERVER' },
        idleLimit: { value: 15, source: 'MEANTIME_IDLE_LIMIT' },
      },
      capture: { ...busy.capture, on: false, further: [FURTHER] },
    }),
  }
  return worlds[scenario]()
}

const stopped = (entry: EntryView, now: number): EntryView =>
  entry.state === 'stopped'
    ? entry
    : { ...entry, state: 'stopped', endedAt: now - 12 * MINUTE, segments: closedAt(entry, now - 12 * MINUTE) }

const paused = (entry: EntryView, now: number): EntryView =>
  entry.state === 'stopped' ? entry : { ...entry, state: 'paused', segments: closedAt(entry, now - 9 * MINUTE) }

const closedAt = ({ segments }: EntryView, at: number) => segments.map(({ from, to }) => ({ from, to: to ?? at }))
