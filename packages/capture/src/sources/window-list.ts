import type { OpenWindow } from '@meantime/core'

/** Which windows are open; asked just before and just after pictures are taken. */
export interface WindowList {
  /** Undefined when the system does not say. May throw, which means the same. */
  now(): Promise<readonly OpenWindow[] | undefined>
  close(): void
}
