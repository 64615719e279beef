import type { StateView } from '../../bridge/shapes.js'

/**
 *   local          no server: nothing is to be sent
 *   syncing        being sent
 *   auth-required  nobody is signed in, though there is a server
 *   parked         something needs a person; the rest is delivered
 *   offline, failing, refused   how the last try ended, with something waiting
 *   queued         waiting for its turn
 *   drained        everything is delivered
 */
export type Standing =
  | 'local'
  | 'syncing'
  | 'auth-required'
  | 'parked'
  | 'offline'
  | 'failing'
  | 'refused'
  | 'queued'
  | 'drained'

export const waitingOf = ({ counts }: StateView['sync']): number => counts.pending + counts.leased + counts.failed

/** The one thing to say about delivery. */
export function standingOf({ sync, server, account }: Pick<StateView, 'sync' | 'server' | 'account'>): Standing {
  const waiting = waitingOf(sync)
  if (server === null && account === null) return 'local'
  if (sync.phase === 'syncing' && waiting > 0) return 'syncing'
  if (!account?.signedIn) return 'auth-required'
  if (waiting === 0) return sync.counts.dead > 0 ? 'parked' : 'drained'
  switch (sync.last?.status) {
    case 'offline':
    case 'failing':
    case 'refused':
    case 'auth-required':
      return sync.last.status
    default:
      return 'queued'
  }
}
