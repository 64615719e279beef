import { LOCAL_ACCOUNT } from '@meantime/core'
import type { Carved } from './carve.js'

/**
 * Whose each entry is. The account is the one thing about an event that its seal leaves out, so all rows about an entry
 * have a say, and the majority is believed.
 */
export function owners(
  carved: Pick<Carved, 'events' | 'tasks' | 'entries' | 'lanes'>,
): (entryId: string) => string | undefined {
  const votes = new Map<string, Map<string, number>>()
  const vote = (entryId: unknown, account: unknown) => {
    const ofEntry = votes.get(String(entryId)) ?? new Map<string, number>()
    ofEntry.set(String(account), (ofEntry.get(String(account)) ?? 0) + 1)
    votes.set(String(entryId), ofEntry)
  }
  for (const { entry_id, account_id } of carved.events) vote(entry_id, account_id)
  for (const { lane, account_id } of carved.tasks) vote(lane, account_id)
  for (const { id, account_id } of carved.entries) vote(id, account_id)
  for (const { key, account_id } of carved.lanes) vote(key, account_id)
  return (entryId) => winner(votes.get(entryId))
}

/** Work goes from nobody to somebody and never back, so of two with equally many votes it is not nobody. */
function winner(votes: ReadonlyMap<string, number> | undefined): string | undefined {
  let best: string | undefined
  for (const [account, n] of votes ?? []) {
    const most = best === undefined ? 0 : (votes?.get(best) ?? 0)
    if (n > most || (n === most && best === LOCAL_ACCOUNT)) best = account
  }
  return best
}
