import { type AccountId, type LastSync, lastSyncKey, type StateStore } from '@meantime/core'

const signedInKey = (account: AccountId): string => `signed-in:${account}`

const signedOutKey = (account: AccountId): string => `signed-out:${account}`

/** Remembers a sign-in, so that an older run that found nobody signed in is not told as news. */
export async function noteSignedIn(state: StateStore, account: AccountId, now: number): Promise<void> {
  await state.set(signedInKey(account), now)
  await state.update(signedOutKey(account), () => undefined)
}

/** So that it is known at once, also where no run finds it out because the server rests or cannot be reached. */
export const noteSignedOut = (state: StateStore, account: AccountId, now: number): Promise<void> =>
  state.set(signedOutKey(account), now, { announce: true })

/** Whether somebody signed out here, or the last run, of any program on this data folder, found that signing in is needed. Opens no token store. */
export async function lastSyncOf(state: StateStore, account: AccountId) {
  const last = await state.get<LastSync>(lastSyncKey(account))
  const signedInAt = (await state.get<number>(signedInKey(account))) ?? 0
  const signedOut = (await state.get<number>(signedOutKey(account))) !== undefined
  const refused = last?.status === 'auth-required' && last.at >= signedInAt
  return { last, signInNeeded: refused || signedOut }
}
