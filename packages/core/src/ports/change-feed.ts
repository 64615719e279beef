import { token } from '../container.js'

/** Tells that some process changed the journal or the queue, within a few ms, without polling. Carries no detail. */
export interface ChangeFeed {
  onChange(listener: () => void): () => void
}

export const CHANGE_FEED = token<ChangeFeed>('meantime.ChangeFeed')
