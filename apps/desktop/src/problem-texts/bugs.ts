/** Mistakes of ours, which nobody can cause or mend: one text for all. */
export const BUGS: ReadonlySet<string> = new Set([
  ...['DUPLICATE_PROVIDER', 'EMPTY_PROVIDER', 'LATE_REGISTRATION', 'MISSING_PROVIDER', 'NOT_STARTED', 'PROVIDER_CYCLE'],
  'UNUSED_OVERRIDE',
  'APP_STOPPED',
  'DATABASE_CLOSED',
  'EMPTY_TOKEN',
  'EVENT_REFUSED',
  'INVALID_SCREENSHOT',
  'NOT_A_DECISION',
  'NO_BLOB_STORE',
  'NO_SHOT_LEDGER',
  'PAYLOAD_NOT_JSON',
])
