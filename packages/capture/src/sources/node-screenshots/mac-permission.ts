/**
 * Asks macOS (10.15 or newer) without making it ask the person. Undefined where that is not possible, as without koffi.
 * https://developer.apple.com/documentation/coregraphics/cgpreflightscreencaptureaccess()
 */
export async function mayRecordScreen(): Promise<boolean | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    const graphics = koffi.load('/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics')
    return graphics.func('bool CGPreflightScreenCaptureAccess()')() === true
  } catch {
    return undefined
  }
}
