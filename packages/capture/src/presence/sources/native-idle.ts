import type { PresenceSource } from './source.js'

/** What Windows and macOS say, as two functions, so that a test can take their place. */
export type IdleCall = () => number

/** Idle time by one call into the system. Whether the screen is locked it does not say. */
export class NativeIdle implements PresenceSource {
  private call: Promise<IdleCall> | undefined

  constructor(
    readonly name: string,
    private readonly load: () => Promise<IdleCall>,
  ) {}

  async idleMs(): Promise<number | 'unknown'> {
    try {
      this.call ??= this.load()
      const ms = (await this.call)()
      return Number.isFinite(ms) && ms >= 0 ? ms : 'unknown'
    } catch {
      return 'unknown'
    }
  }

  async locked(): Promise<'unknown'> {
    return 'unknown'
  }

  close(): void {
    this.call = undefined
  }
}

/** Both count ms since the start in 32 bits and begin anew after 49.7 days. */
export const sinceTick = (now: number, lastInput: number): number => (now - lastInput) >>> 0

/** GetLastInputInfo (winuser.h): input of this session. Not run by our tests, which have no Windows. */
export async function windowsIdle(): Promise<IdleCall> {
  const { default: koffi } = await import('koffi')
  const [user32, kernel32] = [koffi.load('user32.dll'), koffi.load('kernel32.dll')]
  koffi.struct('LASTINPUTINFO', { cbSize: 'uint32_t', dwTime: 'uint32_t' })
  const lastInput = user32.func('bool __stdcall GetLastInputInfo(_Inout_ LASTINPUTINFO *info)')
  const tickCount = kernel32.func('uint32_t __stdcall GetTickCount()')
  return () => {
    const info = { cbSize: 8, dwTime: 0 }
    return lastInput(info) ? sinceTick(tickCount(), info.dwTime) : Number.NaN
  }
}

/** Input devices of this computer, not of one session. */
const HID_SYSTEM_STATE = 1
const ANY_INPUT = 0xffff_ffff

/** CGEventSourceSecondsSinceLastEventType (CoreGraphics); needs no permission. Not run by our tests either. */
export async function macosIdle(): Promise<IdleCall> {
  const { default: koffi } = await import('koffi')
  const graphics = koffi.load('/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics')
  const seconds = graphics.func('double CGEventSourceSecondsSinceLastEventType(int32_t state, uint32_t type)')
  return () => seconds(HID_SYSTEM_STATE, ANY_INPUT) * 1000
}
