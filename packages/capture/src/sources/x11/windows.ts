import type { OpenWindow } from '@meantime/core'
import { openX, type XConnection } from './connection.js'
import { windowsOf } from './list.js'

/** The windows of a display, once; see `list.ts`. */
export async function x11Windows(display: string, signal: AbortSignal): Promise<readonly OpenWindow[] | undefined> {
  const x = await openX(display, signal)
  try {
    return await asked(x, signal)
  } finally {
    x.close()
  }
}

/**
 * The windows of a display, again and again over one connection: opening one costs more than a list, and leaves so much
 * behind that the pictures' memory is collected each time. One that has ended is opened anew.
 */
export class X11Windows {
  private x: XConnection | undefined

  constructor(private readonly display: string) {}

  async now(signal: AbortSignal): Promise<readonly OpenWindow[] | undefined> {
    const x = this.x?.ended === false ? this.x : await openX(this.display, signal)
    if (this.x !== x) this.x?.close()
    this.x = x
    x.hold(true)
    try {
      return await asked(x, signal)
    } finally {
      x.hold(false)
    }
  }
}

/** An answer that does not come is a reason to close. */
async function asked(x: XConnection, signal: AbortSignal): Promise<readonly OpenWindow[] | undefined> {
  const aborted = () => x.close(signal.reason)
  signal.addEventListener('abort', aborted)
  try {
    signal.throwIfAborted()
    const windows = await windowsOf(x)
    // What could not be asked any more must not be taken for gone.
    if (x.ended) throw new Error('The connection to the X server ended')
    return windows
  } finally {
    signal.removeEventListener('abort', aborted)
  }
}
