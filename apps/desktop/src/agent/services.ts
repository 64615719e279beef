import { type Service, token } from '@meantime/core'
import type { AuthManager, Screenshots } from './compose.js'

/* What the agent uses of a plugin beyond core's ports, by name: only compose.ts decides which plugin stands behind it. */

export const AUTH_MANAGER = token<AuthManager>('meantime.AuthManager')
export const SCREENSHOTS = token<Screenshots>('meantime.Screenshots')
export const CAPTURE_SERVICE = token<Service>('meantime.CaptureService')
export const PRESENCE_WATCH = token<Service>('meantime.PresenceWatch')
export const ACTIVITY_RECORDER = token<Service>('meantime.ActivityRecorder')
