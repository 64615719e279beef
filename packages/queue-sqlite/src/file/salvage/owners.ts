import { LOCAL_ACCOUNT } from '@meantime/core'
import type { Carved } from './carve.js'

/** Whose an entry is; `own`: what a row says itself that belongs to no known entry. */
export type OwnerOf = (entryId: string | undefined, own?: unknown) => string

/**
 * The account is the one thing about an event that its seal leaves out, so all rows about an entry have a say. Work goes
 * from nobody to somebody and never back, so an account that many rows know of wins over nobody.
 */
export function owners(carved: Pick<Carved, 'events' | 'tasks' | 'entries' | 'lanes'>): OwnerOf {
  const votes = new Map<unknown, Map<string, number>>()
  const everywhere = new Map<string, number>()
  const vote = (entryId: unknown, account: unknown) => {
    if (typeof account !== 'string') return
    const ofEntry = votes.get(entryId) ?? new Map<string, number>()
    add(ofEntry, account)
    add(everywhere, account)
    votes.set(entryId, ofEntry)
  }
  for (const { entry_id, account_id } of carved.events) vote(entry_id, account_id)
  for (const { lane, account_id } of carved.tasks) vote(lane, account_id)
  for (const { id, account_id } of carved.entries) vote(id, account_id)
  for (const { key, account_id } of carved.lanes) vote(key, account_id)
  const known = (account: unknown): account is string => (everywhere.get(String(account)) ?? 0) >= KNOWN
  return (entryId, own) => {
    const ofEntry = [...(votes.get(entryId) ?? [])]
    const somebody = most(ofEntry.filter(([account]) => known(account) && account !== LOCAL_ACCOUNT))
    return somebody ?? (known(own) ? own : undefined) ?? most(ofEntry) ?? most([...everywhere]) ?? LOCAL_ACCOUNT
  }
}

/** So many rows, a damaged bit cannot have made alike. */
const KNOWN = 3

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

function most(counts: readonly (readonly [string, number])[]): string | undefined {
  return counts.reduce<readonly [string, number] | undefined>((a, b) => (a && a[1] >= b[1] ? a : b), undefined)?.[0]
}
