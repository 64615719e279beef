import { token } from '@meantime/core'
import type { AuthManager, LegacyTakeOver, RecoveredNotice } from './compose.js'

/*
 * What commands use of a plugin beyond core's ports, by name: a token agrees by its name, so that naming a service loads
 * no plugin, and only compose.ts decides which one stands behind it.
 */

export const AUTH_MANAGER = token<AuthManager>('meantime.AuthManager')

/** Left in the state store by the queue for the person to see. */
export const NOTICES = { recovered: 'recovered', takenOver: 'legacy-take-over' } as const
export type { LegacyTakeOver, RecoveredNotice }
