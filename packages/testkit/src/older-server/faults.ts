/** What befalls one request. `applied` says whether it takes effect all the same. */
export type OlderFault =
  | { readonly kind: 'pass' }
  /** The connection breaks. */
  | { readonly kind: 'reset'; readonly applied: boolean }
  /** Never answered: the client's own deadline has to end it. */
  | { readonly kind: 'silence'; readonly applied: boolean }
  /** The connection breaks, and the request takes effect later, when the test says so (`lateNow`). */
  | { readonly kind: 'late' }
  /** A status with the server's usual body, without an effect. */
  | { readonly kind: 'status'; readonly status: number; readonly message: string; readonly retryAfter?: number }
  /** A page with this status, as proxies and captive portals send it; no effect. */
  | { readonly kind: 'page'; readonly status: number }
  /** Takes effect; the answer ends in the middle. */
  | { readonly kind: 'truncated' }

export interface OlderTarget {
  /** Such as `POST`. @default any */
  readonly method?: string
  /** The beginning of the path below the base, such as `/time-entries/sync`. @default any */
  readonly path?: string
}

export const olderFault = {
  /** Nothing: one request that works, between two that do not. */
  pass: { kind: 'pass' },
  reset: { kind: 'reset', applied: false },
  lost: { kind: 'reset', applied: true },
  silence: { kind: 'silence', applied: false },
  silenceApplied: { kind: 'silence', applied: true },
  late: { kind: 'late' },
  status: (status: number, message = `The fake says ${status}`, retryAfter?: number) => {
    return { kind: 'status', status, message, ...(retryAfter === undefined ? {} : { retryAfter }) } as const
  },
  page: (status = 200) => ({ kind: 'page', status }) as const,
  truncated: { kind: 'truncated' },
} as const satisfies Record<string, OlderFault | ((...args: never[]) => OlderFault)>

/** A script of faults and a few switches. All are off at first. */
export class OlderFaults {
  /** Every request meets a dead network. */
  offline = false
  /** Every request that reaches the database is a 500. */
  databaseDown = false
  /** Screenshots cannot be stored: the 400 that may also mean a bad image. */
  storageBroken = false
  /** So many of the next requests with a good token are 401. */
  refuseTokens = 0
  /** A transaction of more items takes longer than 5 s: 500, and nothing of it stays. @default no limit */
  mostPerTransaction = Number.POSITIVE_INFINITY
  #script: { readonly fault: OlderFault; readonly target: OlderTarget }[] = []

  next(fault: OlderFault, target: OlderTarget = {}): void {
    this.#script.push({ fault, target })
  }

  take(method: string, path: string): OlderFault | undefined {
    const index = this.#script.findIndex(
      ({ target }) => (target.method ?? method) === method && path.startsWith(target.path ?? ''),
    )
    return index < 0 ? undefined : this.#script.splice(index, 1)[0]?.fault
  }

  clear(): void {
    this.offline = false
    this.databaseDown = false
    this.storageBroken = false
    this.refuseTokens = 0
    this.mostPerTransaction = Number.POSITIVE_INFINITY
    this.#script = []
  }
}
