import { HUBNITY_BREAKS } from './hubnity-breaks.js'
import { IMPORT_BREAKS } from './import-breaks.js'
import { PICTURE_BREAKS } from './picture-breaks.js'
import { PRIVACY_BREAKS } from './privacy-breaks.js'
import { PROBE_BREAKS } from './probe-breaks.js'
import { QUEUE_BREAKS } from './queue-breaks.js'

/** One deliberate break of a guard, and the test that must notice. */
export interface Break {
  readonly name: string
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly replace: string
  readonly by: string
  /** A folder with tests, a file in it, and a part of the title of the test that must fail. */
  readonly caughtBy: readonly [folder: string, file: string, title: string]
}

const CORE = 'packages/core'
const AUTH = 'packages/auth'
const SERVER = 'apps/server'
const sync = (file: string, title: string) => [CORE, `test/sync/${file}.test.ts`, title] as const

export const BREAKS: readonly Break[] = [
  ...QUEUE_BREAKS,
  ...PICTURE_BREAKS,
  ...IMPORT_BREAKS,
  ...HUBNITY_BREAKS,
  ...PRIVACY_BREAKS,
  ...PROBE_BREAKS,
  {
    name: 'who joins a run is not looked after',
    file: `${CORE}/src/sync/single-flight.ts`,
    replace: '      this.lookAgain = true',
    by: '      this.lookAgain = false',
    caughtBy: sync('single-flight', 'tokens that are set while a run ends for want of them are used by the same run'),
  },
  {
    name: 'no second look after the lock is free',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'if (due === undefined || due > clock.now() ||',
    by: 'if (due !== -1 ||',
    caughtBy: sync('single-flight', 'what another process enqueued while it was told “busy” is not left behind'),
  },
  {
    name: 'being offline costs an attempt',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: "({ id, result: 'released', ...wait, ...reason })",
    by: "({ id, result: 'failed', notBefore: 0, reason: { code: 'x', message: 'x' }, ...wait, ...reason })",
    caughtBy: sync('server-in-trouble', 'offline ends the run after one more try, and nothing costs an attempt'),
  },
  {
    name: 'a refused batch is not bisected',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: 'if (batch.length === 1 && only)',
    by: 'if (only)',
    caughtBy: sync('partial-success', 'is cut in halves until the one bad task is alone; only that one is parked'),
  },
  {
    name: 'a delivery goes on without its lease',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: 'return this.requests === 1 ||',
    by: 'return this.requests > 0 ||',
    caughtBy: sync('server-in-trouble', 'is not sent when the lease was lost meanwhile'),
  },
  {
    name: 'a sick server is hammered',
    file: `${CORE}/src/sync/breaker.ts`,
    replace: 'return rest.until > now && !jumped ? rest.until : undefined',
    by: 'return rest.until < 0 && !jumped ? rest.until : undefined',
    caughtBy: sync(
      'server-at-rest',
      'is left alone by automatic runs, also of other processes, until its rest is over',
    ),
  },
  {
    name: 'a server may ask for any rest',
    file: `${CORE}/src/sync/breaker.ts`,
    replace: '(asked ? BACK_OFF_MAX_MS : LONGEST_REST_MS)',
    by: '(asked ? BACK_OFF_MAX_MS * 1e6 : LONGEST_REST_MS)',
    caughtBy: sync('server-at-rest', 'rests no longer than 15 minutes'),
  },
  {
    name: 'back-off is not limited',
    file: `${CORE}/src/sync/back-off.ts`,
    replace: 'Math.min(BACK_OFF_MAX_MS, ',
    by: 'Math.max(0, ',
    caughtBy: [CORE, 'test/sync/policies.test.ts', 'is full jitter between 0 and 1 s'],
  },
  {
    name: 'batches do not shrink',
    file: `${CORE}/src/sync/batch-limit.ts`,
    replace: 'Math.floor(this.limit / 2)',
    by: 'Math.floor(this.limit)',
    caughtBy: [CORE, 'test/sync/policies.test.ts', 'halves down to 1, and climbs back by doubling'],
  },
  {
    name: 'the fold gives negative time',
    file: `${CORE}/src/domain/entry.ts`,
    replace: 'to: Math.max(last.from, at) }]',
    by: 'to: at }]',
    caughtBy: [CORE, 'test/entry-properties.test.ts', 'stretches stay in order, never overlap'],
  },
  {
    name: 'a second start is taken',
    file: `${CORE}/src/domain/decide.ts`,
    replace: "if (open && input.whenOpen === 'refuse') throw",
    by: "if (open && input.whenOpen !== 'stop' && input.whenOpen !== 'refuse') throw",
    caughtBy: [CORE, 'test/tracker/tracker.test.ts', 'starting while an entry is open is refused by name'],
  },
  {
    name: 'a secret shows itself in JSON',
    file: `${CORE}/src/secret.ts`,
    replace: "toJSON(): string {\n    return '[secret]'",
    by: 'toJSON(): string {\n    return this.#text',
    caughtBy: [CORE, 'test/secret.test.ts', 'shows itself nowhere'],
  },
  {
    name: 'a refresh does not look into the store',
    file: `${AUTH}/src/refresher.ts`,
    replace: 'const news = await this.#vault.lookAgain(account)',
    by: "const news = 'same' as Awaited<ReturnType<SessionVault['lookAgain']>>",
    caughtBy: [
      AUTH,
      'test/fresh-token.test.ts',
      'a process whose token was refused looks into the store before it refreshes',
    ],
  },
  {
    name: 'the server’s transactions begin plain',
    file: `${SERVER}/src/database/sqlite.ts`,
    replace: "query('BEGIN IMMEDIATE')",
    by: "query('BEGIN')",
    caughtBy: [SERVER, 'test/two-servers.test.ts', 'a write begins only when no other process writes'],
  },
  {
    name: 'the server does not compare contents',
    file: `${SERVER}/src/sync/batches.ts`,
    replace: 'if (known === item.fingerprint)',
    by: 'if (known !== undefined)',
    caughtBy: [
      SERVER,
      'test/batches.test.ts',
      'the same id with another content is refused, and what took effect stays',
    ],
  },
  {
    name: 'the server forgets what it has taken',
    file: `${SERVER}/src/sync/batches.ts`,
    replace: 'const known = ledger.receipt(item)',
    by: 'const known = [ledger.receipt(item)][1]',
    caughtBy: [SERVER, 'test/batches.test.ts', 'sending a batch again changes nothing, whole or in parts'],
  },
  {
    name: 'the server lets a bad item be overtaken',
    file: `${SERVER}/src/sync/batches.ts`,
    replace: 'this.halted.add(entryId)',
    by: 'this.halted.delete(entryId)',
    caughtBy: [SERVER, 'test/batches.test.ts', 'one bad item holds back the rest of its entry only'],
  },
]
