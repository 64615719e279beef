import fc from 'fast-check'

/** What becomes of one request. */
export type Fate =
  | 'pass'
  /** The connection breaks before, or after, it took effect. */
  | 'reset'
  | 'lost'
  | 'timeout'
  | 'timeout-applied'
  /** It breaks, and takes effect when a later request comes. */
  | 'late'
  | '401'
  | '429'
  | '500'
  | '503'
  | 'page'
  | 'half'
  /** The program dies before, or after, it took effect. */
  | 'die'
  | 'die-applied'

export type Project = 'none' | 'website' | 'garden' | 'unknown' | 'archived'

export type Command =
  | { readonly do: 'track'; readonly act: 'start' | 'switch' | 'pause' | 'resume' | 'stop'; readonly project: Project }
  | { readonly do: 'edit'; readonly nth: number; readonly change: 'text' | 'times' | Project }
  | { readonly do: 'delete'; readonly nth: number }
  | { readonly do: 'shot' }
  | { readonly do: 'wait'; readonly ms: number }
  /** The client's clock is set to so much off the server's. */
  | { readonly do: 'clock'; readonly offset: number }
  | { readonly do: 'sync'; readonly byHand: boolean; readonly fates: readonly Fate[] }
  | { readonly do: 'network'; readonly up: boolean }
  | { readonly do: 'crash' | 'restart' | 'retry' }
  /** Somebody else with the same account: another program, or the web page. */
  | { readonly do: 'other'; readonly act: 'start' | 'sync-start' | 'stop' | 'pause' | 'resume' }
  | { readonly do: 'server'; readonly what: 'slow' | 'down' | 'storage' | 'refuse-tokens' | 'well'; readonly n: number }
  | { readonly do: 'drop-sync' }

export type Of<Name extends Command['do']> = Extract<Command, { readonly do: Name }>

const MINUTE = 60_000
const one = <T extends string>(...words: T[]) => fc.constantFrom<T>(...words)

const project = fc.oneof(
  { weight: 10, arbitrary: one<Project>('website', 'website', 'garden') },
  { weight: 2, arbitrary: one<Project>('none', 'unknown', 'archived') },
)
const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fate>('pass') },
  {
    weight: 6,
    arbitrary: one<Fate>(
      ...([
        'reset',
        'lost',
        'lost',
        'timeout',
        'timeout-applied',
        'late',
        '401',
        '429',
        '500',
        '503',
        'page',
        'half',
      ] as const),
      ...(['die', 'die-applied', 'die-applied'] as const),
    ),
  },
)
const fates = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate[]>([]) },
  { weight: 4, arbitrary: fc.array(fate, { minLength: 1, maxLength: 5 }) },
)
const kind = <T extends string>(name: T) => fc.constant<T>(name)

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 26,
    arbitrary: fc.record({
      do: kind('track'),
      act: one('start', 'start', 'switch', 'pause', 'pause', 'resume', 'resume', 'stop', 'stop'),
      project,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: kind('edit'),
      nth: fc.nat(99),
      change: fc.oneof(one('text' as const, 'text' as const, 'times' as const, 'times' as const), project),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: kind('delete'), nth: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ do: kind('shot') }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: kind('wait'),
      ms: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 90 * MINUTE })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: kind('clock'), offset: fc.integer({ min: -1440 * MINUTE, max: 50 * MINUTE }) }),
  },
  { weight: 20, arbitrary: fc.record({ do: kind('sync'), byHand: fc.boolean(), fates }) },
  { weight: 3, arbitrary: fc.record({ do: kind('network'), up: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: one('crash' as const, 'restart' as const, 'retry' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: kind('other'), act: one('start', 'sync-start', 'stop', 'stop', 'pause', 'resume') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: kind('server'),
      what: one('slow', 'down', 'storage', 'refuse-tokens', 'well', 'well', 'well'),
      n: fc.integer({ min: 1, max: 3 }),
    }),
  },
)

/** Always the same commands for the same seed. In every fourth run the server has no `/sync`, or drops it on the way. */
export function commandsFor(seed: number, count: number): Command[] {
  const [commands = []] = fc.sample(fc.array(command, { minLength: count, maxLength: count, size: 'max' }), {
    seed,
    numRuns: 1,
  })
  if (seed % 4 !== 0) return commands
  const place = seed % 8 === 0 ? 0 : Math.floor(count / 2)
  return [...commands.slice(0, place), { do: 'drop-sync' }, ...commands.slice(place)]
}
