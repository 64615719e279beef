import { type AccountId, type Service, token } from '@meantime/core'
import type { ActivitySwitch, AuthManager, LegacyTakeOver, RecoveredNotice, Screenshots } from './compose.js'

/*
 * What commands use of a plugin beyond core's ports, by name: a token agrees by its name, so that naming a service loads
 * no plugin, and only compose.ts decides which one stands behind it.
 */

export const AUTH_MANAGER = token<AuthManager>('meantime.AuthManager')

export const SCREENSHOTS = token<Screenshots>('meantime.Screenshots')
export const CAPTURE_SERVICE = token<Service>('meantime.CaptureService')
export const PRESENCE_WATCH = token<Service>('meantime.PresenceWatch')

export const ACTIVITY_SWITCH = token<ActivitySwitch>('meantime.ActivitySwitch')
export const ACTIVITY_RECORDER = token<Service>('meantime.ActivityRecorder')

/** What somebody agreed to, in the state store; nothing or null for none. Looked up without loading more. */
export const consentKeys = (account: AccountId): readonly string[] => [
  `screenshots:consent:${account}`,
  `activity:consent:${account}`,
]

/** Left in the state store by the queue for the person to see. */
export const NOTICES = { recovered: 'recovered', takenOver: 'legacy-take-over' } as const
export type { LegacyTakeOver, RecoveredNotice }
