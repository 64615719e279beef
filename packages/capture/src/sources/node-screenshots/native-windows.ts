import { setImmediate as turnOfOthers } from 'node:timers/promises'
import type { Area, OpenWindow } from '@meantime/core'
import { attempt, type NativeWindow, type ScreenshotsLibrary } from './library.js'

/**
 * On Windows and macOS. Each getter asks the system and holds everything else up for as long, so that others get their
 * turn after every window. Undefined when none of them is the active one.
 */
export async function nativeWindows({ Window }: ScreenshotsLibrary): Promise<readonly OpenWindow[] | undefined> {
  const listed = attempt(() => Window.all())
  if (listed === undefined) return undefined
  const windows: OpenWindow[] = []
  for (const window of listed) {
    if (attempt(() => window.isMinimized()) !== true) windows.push(describe(window))
    await turnOfOthers()
  }
  return windows.some(({ focused }) => focused) ? windows : undefined
}

const describe = (window: NativeWindow): OpenWindow => ({
  app: attempt(() => window.appName()) || undefined,
  title: attempt(() => window.title()),
  area: attempt(() => areaOf(window)),
  focused: attempt(() => window.isFocused()) ?? false,
})

const areaOf = (window: NativeWindow): Area => ({
  x: window.x(),
  y: window.y(),
  width: window.width(),
  height: window.height(),
})
