import { token } from '../container.js'

/** Makes a UUID v7: made by the client, ordered by time, so that indexes stay flat at a million rows (RFC 9562). */
export type NewId = () => string

export const NEW_ID = token<NewId>('meantime.NewId')
