import { token } from '../container.js'

/** A rectangle on the desktop, in the same pixels for screens and windows; may reach over a screen's edge. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One picture of one screen, as a source gives it: before any privacy step and before compression. */
export interface Frame {
  /** The source's name of the screen, for people; stays the same while the screen is attached. */
  readonly screen: string
  /** Where the screen lies on the desktop; the frame may have more pixels than that (`width / area.width` is its scale). */
  readonly area: Area
  readonly width: number
  readonly height: number
  /**
   * `width × height × 4` bytes, RGBA, rows from top to bottom. Nobody else reads or writes them afterwards: the privacy
   * step covers areas in place.
   */
  readonly pixels: Uint8Array
  /** When it was taken, UTC ms. */
  readonly takenAt: number
}

/** A visible window, as far as the system tells: `undefined` is what it did not tell, never a guess. */
export interface OpenWindow {
  /** The program's name, such as `firefox`. */
  readonly app: string | undefined
  /** Empty when it has none. */
  readonly title: string | undefined
  /** With its title bar. */
  readonly area: Area | undefined
  readonly focused: boolean
}

export interface Snapshot {
  readonly frames: readonly Frame[]
  /**
   * Front to back; undefined when the system does not say which windows are open or which one is active. Covers the
   * time before and after the pictures: a window that was moved or renamed meanwhile is in it twice, its older state last.
   */
  readonly windows: readonly OpenWindow[] | undefined
  /** Screens that were listed and gave no picture, each with the reason in words. */
  readonly missed: readonly { readonly screen: string; readonly reason: string }[]
}

export type Availability =
  | { readonly ok: true }
  /** `code` such as NO_DISPLAY, WAYLAND, NO_PERMISSION, NOT_INSTALLED; the texts are for people. */
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint: string }

/** One way to take pictures of screens; several may be installed, the first that is available is used. */
export interface CaptureSource {
  /** For messages: `X11`, `Wayland portal`. */
  readonly name: string
  /** Never throws. */
  availability(): Promise<Availability>
  /**
   * `active`: only the screen with the active window, the main one where that is unknown. Screens that vanish meanwhile
   * are told in `missed`. Throws a MeantimeError only when there is no picture at all; the signal's reason when aborted.
   */
  capture(screens: 'all' | 'active', signal: AbortSignal): Promise<Snapshot>
}

/** A list: read it with `resolve.all(CAPTURE_SOURCE)`. */
export const CAPTURE_SOURCE = token<CaptureSource>('meantime.CaptureSource')
