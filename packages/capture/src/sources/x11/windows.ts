import type { Area, OpenWindow } from '@meantime/core'
import { openX, type XConnection } from './connection.js'

const VIEWABLE = 2
const INPUT_ONLY = 2
/** Windows in windows; a frame is one or two above its client. */
const DEEPEST = 16

/** The windows of a display, once; see `windowsOf`. */
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

/**
 * The visible windows, front to back, in the screen's real pixels; undefined when no window manager says which they are
 * or which one is active. Asked of the X server itself, because node-screenshots holds everything else up meanwhile,
 * reads few titles and leaves title bars out.
 */
async function windowsOf(x: XConnection): Promise<readonly OpenWindow[] | undefined> {
  const [clients, active] = await Promise.all([managed(x), x.windowsIn(x.root, '_NET_ACTIVE_WINDOW')])
  if (clients === undefined || active?.[0] === undefined || !clients.includes(active[0])) return undefined
  const { children } = await x.ask('QueryTree', x.root)
  const frames = await Promise.all(clients.map((client) => (children.includes(client) ? client : frameOf(x, client))))
  const found = await Promise.all([
    ...clients.map((client, index) => describe(x, client, frames[index], client === active[0])),
    ...children.filter((child) => !frames.includes(child)).map((child) => describeUnmanaged(x, child)),
  ])
  const shown = found.filter((window) => window !== undefined)
  const depth = ({ frame }: Found) => (frame === undefined ? children.length : children.indexOf(frame))
  return shown.sort((a, b) => depth(b) - depth(a)).map(({ window }) => window)
}

interface Found {
  readonly frame: number | undefined
  readonly window: OpenWindow
}

/** A manager that has ended leaves its list behind: it counts only while the window that vouches for it is there. */
async function managed(x: XConnection): Promise<readonly number[] | undefined> {
  const [voucher] = (await x.windowsIn(x.root, '_NET_SUPPORTING_WM_CHECK')) ?? []
  if (voucher === undefined) return undefined
  const [itself] = (await x.windowsIn(voucher, '_NET_SUPPORTING_WM_CHECK').catch(() => undefined)) ?? []
  if (itself !== voucher) return undefined
  return x.windowsIn(x.root, '_NET_CLIENT_LIST_STACKING')
}

/** The window around it that holds the title bar; undefined when the window has just been closed. */
async function frameOf(x: XConnection, client: number): Promise<number | undefined> {
  let window = client
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const tree = await x.ask('QueryTree', window).catch(() => undefined)
    if (tree === undefined) return undefined
    if (tree.parent === x.root || tree.parent === 0) return window
    window = tree.parent
  }
  return undefined
}

/** Undefined when it is not to be seen. What cannot be found out stays unknown, which privacy rules take for the worst. */
async function describe(
  x: XConnection,
  client: number,
  frame: number | undefined,
  focused: boolean,
): Promise<Found | undefined> {
  const attributes = await x.ask('GetWindowAttributes', client).catch(() => undefined)
  if (attributes !== undefined && attributes.mapState !== VIEWABLE) return undefined
  const [app, title, area] = await Promise.all([appOf(x, client), titleOf(x, client), areaOf(x, frame)])
  return { frame, window: { app: app === '' ? undefined : app, title, area, focused } }
}

/** Menus, notifications and the like. Those without any name are a desktop's own, often as large as the screen. */
async function describeUnmanaged(x: XConnection, frame: number): Promise<Found | undefined> {
  const attributes = await x.ask('GetWindowAttributes', frame).catch(() => undefined)
  if (attributes === undefined || attributes.mapState !== VIEWABLE || attributes.klass === INPUT_ONLY) return undefined
  const [app, title, area] = await Promise.all([appOf(x, frame), titleOf(x, frame), areaOf(x, frame)])
  if (!app && !title) return undefined
  return { frame, window: { app: app ?? '', title: title ?? '', area, focused: false } }
}

/** The second part of WM_CLASS is the program (`firefox`), the first one of its windows (`Navigator`). */
async function appOf(x: XConnection, window: number): Promise<string | undefined> {
  const found = await x.property(window, 'WM_CLASS').catch(() => undefined)
  const [instance = '', program = ''] = found?.data.toString('latin1').split('\0') ?? []
  return found === undefined ? undefined : program || instance
}

/** Empty when it has none; undefined when it is in an encoding that cannot be read. */
async function titleOf(x: XConnection, window: number): Promise<string | undefined> {
  try {
    const found = (await x.property(window, '_NET_WM_NAME')) ?? (await x.property(window, 'WM_NAME'))
    if (found === undefined) return ''
    if (found.typeName === 'UTF8_STRING') return found.data.toString('utf8')
    return found.typeName === 'STRING' ? found.data.toString('latin1') : undefined
  } catch {
    return undefined
  }
}

async function areaOf(x: XConnection, frame: number | undefined): Promise<Area | undefined> {
  if (frame === undefined) return undefined
  const found = await x.ask('GetGeometry', frame).catch(() => undefined)
  if (found === undefined) return undefined
  const border = 2 * found.borderWidth
  return { x: found.xPos, y: found.yPos, width: found.width + border, height: found.height + border }
}
