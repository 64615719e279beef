import fc from 'fast-check'

/** What becomes of one request. `n` picks the detail: which task, how long, applied before the failure or not. */
export interface Fate {
  readonly kind: FateKind
  readonly n: number
}

const FATES = [
  'items',
  'unauthorized',
  'always-unauthorized',
  'throttled',
  'server',
  'small',
  'poison',
  'offline',
  'lost',
  'timeout',
  'forbidden',
  'upgrade',
  'not-meantime',
  'slow',
  'stop',
  'die',
] as const
export type FateKind = 'apply' | (typeof FATES)[number]

/** Whichever of the two programs on the file does it. */
export type Which = 0 | 1

export type Command =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'track'; readonly app: Which; readonly act: Act; readonly ago: number | null }
  | { readonly do: 'edit'; readonly app: Which; readonly nth: number; readonly change: 'text' | 'times' | 'reopen' }
  | { readonly do: 'delete'; readonly app: Which; readonly nth: number }
  | { readonly do: 'enqueue'; readonly app: Which; readonly type: 'screenshot' | 'activity'; readonly n: number }
  | {
      readonly do: 'sync'
      readonly app: Which
      readonly how: 'queue' | 'now' | 'parked'
      readonly fates: readonly Fate[]
      /** What happens while the first requests are on their way. */
      readonly during: readonly Command[]
    }
  | { readonly do: 'sync-both'; readonly fates: readonly Fate[] }
  | { readonly do: 'claim'; readonly app: Which; readonly limit: number }
  | { readonly do: 'carry'; readonly nth: number; readonly fate: Fate }
  | { readonly do: 'settle'; readonly app: Which; readonly nth: number; readonly n: number }
  | { readonly do: 'renew'; readonly app: Which; readonly nth: number }
  | { readonly do: 'retry'; readonly app: Which; readonly nth: number | null }
  | { readonly do: 'cancel'; readonly app: Which; readonly nth: number }
  | { readonly do: 'purge'; readonly app: Which }
  | { readonly do: 'crash' | 'restart'; readonly app: Which }
  | { readonly do: 'account'; readonly account: 0 | 1 | 'nobody' }

export type Of<Name extends Command['do']> = Extract<Command, { readonly do: Name }>

export type Act = 'start' | 'switch' | 'pause' | 'resume' | 'stop'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const YEAR = 365 * DAY

const app = fc.constantFrom<Which>(0, 0, 1)
const nth = fc.nat(999)
const fate = fc.record<Fate>({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant<FateKind>('apply') },
    { weight: 6, arbitrary: fc.constant<FateKind>('items') },
    { weight: 12, arbitrary: fc.constantFrom<FateKind[]>(...FATES) },
  ),
  n: nth,
})
const fates = fc.array(fate, { maxLength: 5 })

const wait = fc.record({
  do: fc.constant('wait' as const),
  ms: fc.oneof(
    fc.integer({ min: 1, max: 5 * SECOND }),
    fc.integer({ min: 1, max: 2 * MINUTE }),
    fc.integer({ min: 1, max: 60 * MINUTE }),
    fc.integer({ min: 1, max: 21 * DAY }),
  ),
})
const jump = fc.record({
  do: fc.constant('jump' as const),
  ms: fc.oneof(
    fc.integer({ min: -2 * MINUTE, max: 2 * MINUTE }),
    fc.integer({ min: -DAY, max: DAY }),
    fc.integer({ min: -YEAR, max: YEAR }),
  ),
})
const track = fc.record({
  do: fc.constant('track' as const),
  app,
  act: fc.constantFrom<Act[]>('start', 'start', 'switch', 'pause', 'resume', 'stop', 'stop'),
  ago: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: DAY }) },
  ),
})
const edit = fc.record({
  do: fc.constant('edit' as const),
  app,
  nth,
  change: fc.constantFrom('text' as const, 'text' as const, 'times' as const, 'reopen' as const),
})
const remove = fc.record({ do: fc.constant('delete' as const), app, nth })
const enqueue = fc.record({
  do: fc.constant('enqueue' as const),
  app,
  type: fc.constantFrom('screenshot' as const, 'screenshot' as const, 'activity' as const),
  n: nth,
})
const how = fc.constantFrom('queue' as const, 'queue' as const, 'now' as const, 'parked' as const)
const claim = fc.record({ do: fc.constant('claim' as const), app, limit: fc.integer({ min: 0, max: 12 }) })
const carry = fc.record({ do: fc.constant('carry' as const), nth, fate })
const settle = fc.record({ do: fc.constant('settle' as const), app, nth, n: nth })
const renew = fc.record({ do: fc.constant('renew' as const), app, nth })
const retry = fc.record({ do: fc.constant('retry' as const), app, nth: fc.oneof(fc.constant(null), nth) })
const cancel = fc.record({ do: fc.constant('cancel' as const), app, nth })
const purge = fc.record({ do: fc.constant('purge' as const), app })
const crash = fc.record({ do: fc.constantFrom('crash' as const, 'restart' as const), app })
const account = fc.record({
  do: fc.constant('account' as const),
  account: fc.constantFrom<(0 | 1 | 'nobody')[]>(0, 0, 1, 'nobody'),
})

const other = fc.oneof(
  { weight: 4, arbitrary: wait },
  { weight: 2, arbitrary: jump },
  { weight: 12, arbitrary: track },
  { weight: 2, arbitrary: edit },
  { weight: 1, arbitrary: remove },
  { weight: 10, arbitrary: enqueue },
  { weight: 4, arbitrary: claim },
  { weight: 3, arbitrary: carry },
  { weight: 4, arbitrary: settle },
  { weight: 1, arbitrary: renew },
  { weight: 1, arbitrary: retry },
  { weight: 1, arbitrary: cancel },
  { weight: 1, arbitrary: purge },
  { weight: 1, arbitrary: account },
)
const inner: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: other },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('sync' as const), app, how, fates, during: fc.constant([]) }),
  },
)
const sync = fc.record({
  do: fc.constant('sync' as const),
  app,
  how,
  fates,
  during: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }) },
  ),
})
const both = fc.record({ do: fc.constant('sync-both' as const), fates })

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 48, arbitrary: other },
  { weight: 9, arbitrary: sync },
  { weight: 1, arbitrary: both },
  { weight: 2, arbitrary: crash },
)

/** Always the same commands for the same seed. */
export function commandsFor(seed: number, count: number): Command[] {
  const [commands = []] = fc.sample(fc.array(command, { minLength: count, maxLength: count, size: 'max' }), {
    seed,
    numRuns: 1,
  })
  return commands
}
