import { token } from '@meantime/core'

/** One picture of one screen, as a source gives it: before any privacy step and before compression. */
export interface Frame {
  /** The source's name of the screen; stays the same while the screen is attached. */
  readonly screen: string
  readonly width: number
  readonly height: number
  /** `width × height × 4` bytes, RGBA, rows from top to bottom. */
  readonly pixels: Uint8Array
  /** When it was taken, UTC ms. */
  readonly takenAt: number
}

/** One way to take pictures of screens; several may be installed, the first that is available is used. */
export interface CaptureSource {
  /** For messages: `X11`, `Wayland portal`. */
  readonly name: string
  /** False where it cannot work (no display, permission missing); never throws. */
  available(): Promise<boolean>
  /** One frame per attached screen. Rejects with the signal's reason when aborted. */
  capture(signal: AbortSignal): Promise<readonly Frame[]>
}

/** A list: read it with `resolve.all(CAPTURE_SOURCE)`. */
export const CAPTURE_SOURCE = token<CaptureSource>('meantime.CaptureSource')
