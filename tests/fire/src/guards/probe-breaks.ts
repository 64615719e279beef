import type { Break } from './breaks.js'

const CORE = 'packages/core'
const HTTP = 'packages/transport-http'
const probe = (title: string) => [CORE, 'test/sync/probe.test.ts', title] as const

const trouble = (title: string) => [CORE, 'test/sync/server-in-trouble.test.ts', title] as const

/** Guards of how a server is met that was or is not well. */
export const PROBE_BREAKS: readonly Break[] = [
  {
    name: 'the rest is not looked at under the lock',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'const rests = byHand || run.batches > 0 ? undefined',
    by: 'const rests = byHand || run.batches >= 0 ? undefined',
    caughtBy: probe('one sends the probe'),
  },
  {
    name: 'a stopped run blames the server',
    file: `${CORE}/src/sync/leader.ts`,
    replace: "if (status === 'cancelled' || status === 'busy') return",
    by: "if (status === 'busy') return",
    caughtBy: probe('in the middle of a request does not make the next start leave the server alone'),
  },
  {
    name: 'a run that got no answer calls itself done',
    file: `${CORE}/src/sync/run.ts`,
    replace: 'return this.answered ? undefined : this.lastError',
    by: 'return undefined',
    caughtBy: trouble('that answers nothing is told as that'),
  },
  {
    name: 'one bad task makes the server rest',
    file: `${CORE}/src/sync/run.ts`,
    replace: 'this.unanswered !== undefined && this.suspects.size === 1',
    by: 'false',
    caughtBy: trouble('what is recorded a moment later does not wait for a rest'),
  },
  {
    name: 'refused fresh tokens are fetched again and again',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'await this.learn(run, ending, profile)\n        if (refusedFreshToken(run, ending))',
    by: 'if (refusedFreshToken(run, ending))',
    caughtBy: [CORE, 'test/sync/signed-in.test.ts', 'costs one refresh, not one in each automatic run'],
  },
  {
    name: '413 does not make batches smaller',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'if (tooLarge) this.limit.shrink()',
    by: 'if (tooLarge) this.limit.succeeded(0, false)',
    caughtBy: probe('is sent smaller batches from then on'),
  },
  {
    name: 'the lock is renewed by one clock',
    file: `${CORE}/src/sync/renewal.ts`,
    replace: '&& Math.abs(wallAt - this.wallAt) <= this.everyMs',
    by: '',
    caughtBy: probe('is asked for again after a sleep or a clock that was set'),
  },
  {
    name: 'probes are large',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'this.limit.probe(failures)',
    by: 'this.limit.probe(0)',
    caughtBy: probe('gets all others from'),
  },
  {
    name: 'an upload that stands still goes on',
    file: `${HTTP}/src/tus-http-stack.ts`,
    replace: 'if (standsStill(request, this.answer)) throw',
    by: 'if (standsStill(request, this.answer) && false) throw',
    caughtBy: [HTTP, 'test/tus.test.ts', 'because the server takes nothing'],
  },
]
