import type { App, Logger } from '@meantime/core'
import type { Received } from '../bridge/operations.js'
import type { Configuration } from './configuration.js'
import type { Notices } from './notices.js'
import type { Suggestions } from './suggestions/suggestions.js'
import type { UndoStack } from './undo/undo-stack.js'
import type { Waiting } from './waiting.js'

/** What the handlers work with. `app` is another one after somebody signed in: ask for it anew in each call. */
export interface Desk {
  readonly app: App
  /** Grows with each change that the app was told of. */
  readonly changes: number
  readonly configuration: Configuration
  readonly logger: Logger
  readonly undo: UndoStack
  readonly suggestions: Suggestions
  readonly waiting: Waiting
  readonly notices: Pick<Notices, 'tell'>
  /** The server that is reached, or would be signed in at. */
  readonly server: string | undefined
  /** Whether pictures are taken and absence is noticed by this program; else the process that does. */
  readonly recordedBy: 'here' | number | undefined
  signIn(credentials: Received<'signIn'>): Promise<void>
  /** So that an older run which found nobody signed in is not told as news. */
  noteSignedIn(): Promise<void>
}
