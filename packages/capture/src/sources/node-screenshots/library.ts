/** What is used of node-screenshots. Its getters ask the system and may throw: a screen or a window may be gone by then. */
export interface ScreenshotsLibrary {
  readonly Monitor: { all(): readonly NativeMonitor[] }
  readonly Window: { all(): readonly NativeWindow[] }
}

export interface NativeMonitor {
  id(): number
  name(): string
  x(): number
  y(): number
  width(): number
  height(): number
  scaleFactor(): number
  isPrimary(): boolean
  captureImage(): Promise<NativeImage>
}

export interface NativeImage {
  readonly width: number
  readonly height: number
  /** RGBA. */
  toRaw(): Promise<Uint8Array>
}

export interface NativeWindow {
  appName(): string
  title(): string
  x(): number
  y(): number
  width(): number
  height(): number
  isMinimized(): boolean
  isFocused(): boolean
}

/** Throws where there is no build for this system. */
export async function loadScreenshots(): Promise<ScreenshotsLibrary> {
  const { default: library } = await import('node-screenshots')
  return library
}

export function attempt<T>(getter: () => T): T | undefined {
  try {
    return getter()
  } catch {
    return undefined
  }
}
