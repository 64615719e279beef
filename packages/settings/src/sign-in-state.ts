import { type AccountId, type LastSync, lastSyncKey, type StateStore } from '@meantime/core'

const signedInKey = (account: AccountId): string => `signed-in:${account}`

/** Remembers a sign-in, so that an older run that found nobody signed in is not told as news. */
export const noteSignedIn = (state: StateStore, account: AccountId, now: number): Promise<void> =>
  state.set(signedInKey(account), now)

/** Whether the last run, of any program on this data folder, found that signing in is needed. Opens no token store. */
export async function lastSyncOf(state: StateStore, account: AccountId) {
  const last = await state.get<LastSync>(lastSyncKey(account))
  const signedInAt = (await state.get<number>(signedInKey(account))) ?? 0
  return { last, signInNeeded: last?.status === 'auth-required' && last.at >= signedInAt }
}
