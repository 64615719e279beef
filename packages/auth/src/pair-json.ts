import { Secret, type TokenPair } from '@meantime/core'

/** How a pair looks where it is kept: the only place besides the wire where a token is written out. */
export interface PairJson {
  readonly access: string
  readonly accessExpiresAt: number
  readonly refresh?: string
}

export function pairToJson({ access, accessExpiresAt, refresh }: TokenPair): PairJson {
  return {
    access: access.reveal(),
    accessExpiresAt,
    ...(refresh === undefined ? {} : { refresh: refresh.reveal() }),
  }
}

/** Undefined for anything that `pairToJson` does not write. */
export function pairFromJson(value: unknown): TokenPair | undefined {
  const { access, accessExpiresAt, refresh } = (value ?? {}) as Readonly<Record<keyof PairJson, unknown>>
  if (typeof access !== 'string' || access === '' || !Number.isSafeInteger(accessExpiresAt)) return undefined
  const pair = { access: new Secret(access), accessExpiresAt: accessExpiresAt as number }
  if (refresh === undefined) return pair
  return typeof refresh === 'string' && refresh !== '' ? { ...pair, refresh: new Secret(refresh) } : undefined
}

/** Undefined for what is no JSON; JSON has no undefined of its own. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
