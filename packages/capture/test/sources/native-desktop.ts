import type { OpenWindow } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import type {
  NativeImage,
  NativeMonitor,
  NativeWindow,
  ScreenshotsLibrary,
} from '../../src/sources/node-screenshots/library.js'
import { type NodeScreenshotsOptions, nodeScreenshotsSource } from '../../src/sources/node-screenshots/source.js'

export const gone = (): never => {
  throw new Error('XCB error')
}

export const image = (width: number, height: number, bytes = width * height * 4): NativeImage => ({
  width,
  height,
  toRaw: async () => new Uint8Array(bytes).fill(255),
})

export const monitor = (name: string, x: number, more: Partial<NativeMonitor> = {}): NativeMonitor => ({
  id: () => x,
  name: () => name,
  x: () => x,
  y: () => 0,
  width: () => 64,
  height: () => 36,
  scaleFactor: () => 1,
  isPrimary: () => x === 0,
  captureImage: async () => image(64, 36),
  ...more,
})

export const window = (x: number, more: Partial<NativeWindow> = {}): NativeWindow => ({
  appName: () => 'editor',
  title: () => 'notes',
  x: () => x,
  y: () => 5,
  width: () => 10,
  height: () => 10,
  isMinimized: () => false,
  isFocused: () => false,
  ...more,
})

export const EDITOR: OpenWindow = {
  app: 'editor',
  title: 'notes',
  area: { x: 70, y: 5, width: 10, height: 10 },
  focused: true,
}

export const library = (
  monitors: readonly NativeMonitor[],
  windows: readonly NativeWindow[] = [],
): ScreenshotsLibrary => ({
  Monitor: { all: () => monitors },
  Window: { all: () => windows },
})

/** The source over a made-up system; by default X11 with the editor active on the right. */
export const sourceOn = (
  native: ScreenshotsLibrary,
  {
    platform = 'linux',
    env = { DISPLAY: ':0' },
    ...more
  }: Partial<NodeScreenshotsOptions['surroundings']> & {
    listWindows?: NodeScreenshotsOptions['listWindows']
    clock?: ManualClock
  } = {},
) => {
  const { listWindows, clock = new ManualClock(), ...surroundings } = more
  const windows = listWindows ?? (platform === 'linux' ? async () => [EDITOR] : undefined)
  return nodeScreenshotsSource({
    clock,
    surroundings: { platform, env, load: async () => native, mayRecordScreen: async () => undefined, ...surroundings },
    ...(windows === undefined ? {} : { listWindows: windows }),
  })
}
