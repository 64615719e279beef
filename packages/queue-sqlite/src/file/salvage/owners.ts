import { LOCAL_ACCOUNT } from '@meantime/core'
import type { Carved } from './carve.js'

/**
 * Whose each entry is. The account is the one thing about an event that its seal leaves out, so all rows about an entry
 * have a say. Work goes from nobody to somebody and never back, so an account that many rows know of wins over nobody.
 */
export function owners(
  carved: Pick<Carved, 'events' | 'tasks' | 'entries' | 'lanes'>,
): (entryId: string) => string | undefined {
  const votes = new Map<string, Map<string, number>>()
  const everywhere = new Map<string, number>()
  const vote = (entryId: unknown, account: unknown) => {
    const ofEntry = votes.get(String(entryId)) ?? new Map<string, number>()
    add(ofEntry, String(account))
    add(everywhere, String(account))
    votes.set(String(entryId), ofEntry)
  }
  for (const { entry_id, account_id } of carved.events) vote(entry_id, account_id)
  for (const { lane, account_id } of carved.tasks) vote(lane, account_id)
  for (const { id, account_id } of carved.entries) vote(id, account_id)
  for (const { key, account_id } of carved.lanes) vote(key, account_id)
  return (entryId) => {
    const ofEntry = votes.get(entryId) ?? new Map<string, number>()
    const known = [...ofEntry].filter(
      ([account]) => (everywhere.get(account) ?? 0) >= KNOWN && account !== LOCAL_ACCOUNT,
    )
    return most(known) ?? most([...ofEntry])
  }
}

/** Rows that a damaged bit cannot have made. */
const KNOWN = 3

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

function most(counts: readonly (readonly [string, number])[]): string | undefined {
  return counts.reduce<readonly [string, number] | undefined>((a, b) => (a && a[1] >= b[1] ? a : b), undefined)?.[0]
}
