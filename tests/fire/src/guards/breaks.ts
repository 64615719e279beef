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

const QUEUE = 'packages/queue-sqlite'
const CORE = 'packages/core'
const AUTH = 'packages/auth'
const SERVER = 'apps/server'
const contract = (title: string) => [QUEUE, 'test/contract.test.ts', title] as const
const manager = (title: string) => [CORE, 'test/sync/sync-manager.test.ts', title] as const

export const BREAKS: readonly Break[] = [
  {
    name: 'any token settles',
    file: `${QUEUE}/src/queue/settle.ts`,
    replace: 'AND t.lease_token = ?',
    by: 'AND ? IS NOT NULL',
    caughtBy: contract('a foreign token settles nothing and changes nothing'),
  },
  {
    name: 'a lane lends from its middle',
    file: `${QUEUE}/src/queue/claim.ts`,
    replace: "if (row.state !== 'pending' && row.state !== 'failed') break",
    by: "if (row.state !== 'pending' && row.state !== 'failed') continue",
    caughtBy: contract('lets what stands before it through, and nothing behind it'),
  },
  {
    name: 'priority goes before the order of a lane',
    file: `${QUEUE}/src/queue/claim.ts`,
    replace: 'ORDER BY seq LIMIT',
    by: 'ORDER BY priority, seq LIMIT',
    caughtBy: contract('an entry is delivered in the order it happened, whatever the priorities'),
  },
  {
    name: 'lanes are lent oldest first, however urgent',
    file: `${QUEUE}/src/queue/claim.ts`,
    replace: 'ORDER BY l.priority, l.head_seq',
    by: 'ORDER BY l.head_seq',
    caughtBy: contract('critical lanes come before older, less important ones'),
  },
  {
    name: 'a lease never expires',
    file: `${QUEUE}/src/queue/leases.ts`,
    replace: 'WHERE expires_at <= ? OR expires_at > ?',
    by: 'WHERE ? < 0 AND ? < 0',
    caughtBy: contract('an expired lease is given to the next claimer'),
  },
  {
    name: 'a lost lease can be renewed',
    file: `${QUEUE}/src/queue/leases.ts`,
    replace: '.changes === 1',
    by: '.changes >= 0',
    caughtBy: contract('an expired lease is given to the next claimer'),
  },
  {
    name: 'a lease outlives a clock that was put back',
    file: `${QUEUE}/src/queue/leases.ts`,
    replace: 'now + leaseMs + CLOCK_SLACK_MS',
    by: 'Number.MAX_SAFE_INTEGER - leaseMs',
    caughtBy: contract('a clock that was put back far does not lock tasks away'),
  },
  {
    name: 'a back-off is not written down',
    file: `${QUEUE}/src/queue/lanes.ts`,
    replace: 'const waits = deadline > now',
    by: 'const waits = false',
    caughtBy: contract('the latest deadline of a lane counts'),
  },
  {
    name: 'a wait outlives a clock that was put back',
    file: `${QUEUE}/src/queue/lanes.ts`,
    replace: 'now + LONGEST_WAIT_MS + CLOCK_SLACK_MS',
    by: 'Number.MAX_SAFE_INTEGER - now * 0',
    caughtBy: contract('a deadline beyond the longest back-off counts as due'),
  },
  {
    name: 'worked time can be evicted',
    file: `${QUEUE}/src/queue/capacity.ts`,
    replace: "state = 'pending' AND priority = 2",
    by: "state = 'pending'",
    caughtBy: contract('never refuses and never gives up worked time'),
  },
  {
    name: 'a drop is not written to the ledger',
    file: `${QUEUE}/src/queue/capacity.ts`,
    replace: 'VALUES (?, ?, ?, ?, ?, ?)',
    by: 'SELECT ?, ?, ?, ?, ?, ? WHERE 0',
    caughtBy: contract('gives up its oldest pending screenshots for worked time, and counts each'),
  },
  {
    name: 'the capacity is not looked at',
    file: `${QUEUE}/src/queue/capacity.ts`,
    replace: 'const excess = openTaskCount(connection) + incoming - capacity',
    by: 'const excess = Math.min(0, incoming - capacity)',
    caughtBy: contract('gives up its oldest pending screenshots for worked time, and counts each'),
  },
  {
    name: 'counters do not follow a change of state',
    file: `${QUEUE}/src/typeorm/migrations/lay-tables.ts`,
    replace: 'AFTER UPDATE OF state, account_id ON tasks',
    by: 'AFTER UPDATE OF account_id ON tasks',
    caughtBy: [QUEUE, 'test/random-operations.test.ts', 'counters are exact'],
  },
  {
    name: 'two entries may be open',
    file: `${QUEUE}/src/typeorm/migrations/lay-tables.ts`,
    replace: 'CREATE UNIQUE INDEX entries_one_open',
    by: 'CREATE INDEX entries_one_open',
    caughtBy: contract('no decision can leave two open entries of one account'),
  },
  {
    name: 'an event is recorded without its task',
    file: `${QUEUE}/src/journal/append.ts`,
    replace: 'for (const event of events) insertTask(connection, taskFor(account, event))',
    by: 'void insertTask, void taskFor',
    caughtBy: contract('an event and its task are there together as soon as record returns'),
  },
  {
    name: 'a payload stays after delivery',
    file: `${QUEUE}/src/queue/settle.ts`,
    replace: 'attempts = attempts + 1, payload = NULL, sent_at',
    by: 'attempts = attempts + 1, sent_at',
    caughtBy: [QUEUE, 'test/random-operations.test.ts', 'no lane lies'],
  },
  {
    name: 'a task without an answer pays an attempt',
    file: `${QUEUE}/src/queue/settle.ts`,
    replace: "SET state = 'pending', lease_token = NULL, reason_code",
    by: "SET state = 'pending', attempts = attempts + 1, lease_token = NULL, reason_code",
    caughtBy: contract('a released task costs no attempt and is due at once'),
  },
  {
    name: 'tokens stay in payloads',
    file: `${QUEUE}/src/queue/stored-json.ts`,
    replace: 'TOKEN_FIELDS.has(key) ? undefined : value',
    by: 'TOKEN_FIELDS.has(key) ? value : value',
    caughtBy: contract('token fields are removed from a payload at any depth'),
  },
  {
    name: 'a screenshot does not wait for its start',
    file: `${QUEUE}/src/queue/insert-task.ts`,
    replace: 'startIsOpen(connection, task.waitsFor)',
    by: '!startIsOpen(connection, task.waitsFor)',
    caughtBy: contract('a screenshot waits for the start of its entry, and for nothing else of it'),
  },
  {
    name: 'what is unsent ages out',
    file: `${QUEUE}/src/queue/purge.ts`,
    replace: "WHERE state = 'sent' AND sent_at < ? ORDER BY sent_at",
    by: 'WHERE coalesce(sent_at, created_at) < ? ORDER BY seq',
    caughtBy: contract('nothing unsent ever ages out'),
  },
  {
    name: 'a busy database is an error at once',
    file: `${QUEUE}/src/file/patient.ts`,
    replace: '!isBusy(error) || ',
    by: 'isBusy(error) || ',
    caughtBy: [QUEUE, 'test/processes.test.ts', 'is waited for; when it stays busy the call fails by DATABASE_BUSY'],
  },
  {
    name: 'who joins a run is not looked after',
    file: `${CORE}/src/sync/single-flight.ts`,
    replace: '      this.lookAgain = true',
    by: '      this.lookAgain = false',
    caughtBy: manager('tokens that are set while a run ends for want of them are used by the same run'),
  },
  {
    name: 'no second look after the lock is free',
    file: `${CORE}/src/sync/leader.ts`,
    replace: 'if (due === undefined || due > clock.now()) return ending',
    by: 'if (due !== -1) return ending',
    caughtBy: manager('what another process enqueued while it was told “busy” is not left behind'),
  },
  {
    name: 'being offline costs an attempt',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: "({ id, result: 'released', ...wait, ...reason })",
    by: "({ id, result: 'failed', notBefore: 0, reason: { code: 'x', message: 'x' }, ...wait, ...reason })",
    caughtBy: manager('offline ends the run after one more try, and nothing costs an attempt'),
  },
  {
    name: 'a refused batch is not bisected',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: 'if (batch.length === 1 && only)',
    by: 'if (only)',
    caughtBy: manager('is cut in halves until the one bad task is alone; only that one is parked'),
  },
  {
    name: 'a delivery goes on without its lease',
    file: `${CORE}/src/sync/delivery.ts`,
    replace: 'return this.requests === 1 ||',
    by: 'return this.requests > 0 ||',
    caughtBy: manager('is not sent when the lease was lost meanwhile'),
  },
  {
    name: 'a sick server is hammered',
    file: `${CORE}/src/sync/breaker.ts`,
    replace: 'return rest.until > now && !jumped ? rest.until : undefined',
    by: 'return rest.until < 0 && !jumped ? rest.until : undefined',
    caughtBy: manager('is left alone by automatic runs, also of other processes, until its rest is over'),
  },
  {
    name: 'a server may ask for any rest',
    file: `${CORE}/src/sync/breaker.ts`,
    replace: '(asked ? BACK_OFF_MAX_MS : LONGEST_REST_MS)',
    by: '(asked ? BACK_OFF_MAX_MS * 1e6 : LONGEST_REST_MS)',
    caughtBy: manager('rests no longer than 15 minutes'),
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
