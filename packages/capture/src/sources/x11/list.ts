import type { Area, OpenWindow } from '@meantime/core'
import type { XConnection } from './connection.js'
import { appOf, processOf, titleOf, transientFor } from './named.js'
import { type LooseWindow, withOwners } from './owners.js'

const VIEWABLE = 2
const INPUT_ONLY = 2
/** Windows in windows; a frame is one or two above its client. */
const DEEPEST = 16

/**
 * The visible windows, front to back, in the screen's real pixels; undefined when no window manager says which they are
 * or which one is active. Asked of the X server itself, because node-screenshots holds everything else up meanwhile,
 * reads few titles and leaves title bars out.
 *
 * What does not hang on an answer is asked together: on a busy computer it is the waiting that takes the time, and the
 * shorter it takes, the less can change meanwhile.
 */
export async function windowsOf(x: XConnection): Promise<readonly OpenWindow[] | undefined> {
  const [vouchers, clients, active, { children }] = await Promise.all([
    x.numbers(x.root, '_NET_SUPPORTING_WM_CHECK'),
    x.numbers(x.root, '_NET_CLIENT_LIST_STACKING'),
    x.numbers(x.root, '_NET_ACTIVE_WINDOW'),
    x.ask('QueryTree', x.root),
  ])
  const [voucher, focus] = [vouchers?.[0], active?.[0]]
  if (voucher === undefined || clients === undefined || focus === undefined || !clients.includes(focus))
    return undefined
  const [vouched, placed, described] = await Promise.all([
    vouchesForItself(x, voucher),
    Promise.all(children.map((child) => place(x, child))),
    Promise.all(clients.map((client) => describe(x, client, children))),
  ])
  if (!vouched) return undefined
  const places = new Map(placed.map((one) => [one.id, one]))
  const managed = described.map((one) => ({
    ...one,
    shown: places.get(one.id)?.viewable ?? one.shown,
    area: places.get(one.frame ?? 0)?.area,
    focused: one.id === focus,
  }))
  const frames = new Set(managed.map(({ frame }) => frame))
  const loose = placed.filter(({ id, viewable, drawn }) => viewable && drawn && !frames.has(id))
  return withOwners(managed, await unmanaged(x, loose, managed), (frame) => children.indexOf(frame))
}

/** A manager that has ended leaves its list behind: it counts only while the window that vouches for it is there. */
async function vouchesForItself(x: XConnection, voucher: number): Promise<boolean> {
  const [itself] = (await x.numbers(voucher, '_NET_SUPPORTING_WM_CHECK').catch(() => undefined)) ?? []
  return itself === voucher
}

interface Place {
  readonly id: number
  readonly viewable: boolean
  /** Some windows only take input. */
  readonly drawn: boolean
  readonly area: Area | undefined
}

async function place(x: XConnection, id: number): Promise<Place> {
  const [attributes, area] = await Promise.all([x.ask('GetWindowAttributes', id).catch(() => undefined), areaOf(x, id)])
  return { id, viewable: isShown(attributes), drawn: attributes?.klass !== INPUT_ONLY, area }
}

const isShown = (attributes: { readonly mapState: number } | undefined): boolean => attributes?.mapState === VIEWABLE

/** What cannot be found out stays unknown, which privacy rules take for the worst. */
async function describe(x: XConnection, id: number, children: readonly number[]) {
  const [shown, frame, app, title, owner] = await Promise.all([
    // Where it has no frame, its place tells.
    children.includes(id) || x.ask('GetWindowAttributes', id).then(isShown, () => true),
    frameOf(x, id, children),
    appOf(x, id),
    titleOf(x, id),
    transientFor(x, id),
  ])
  return { id, frame, shown, app: app === '' ? undefined : app, title, owner }
}

/** The window around it that holds the title bar; undefined when the window has just been closed. */
async function frameOf(x: XConnection, client: number, children: readonly number[]): Promise<number | undefined> {
  let window = client
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    if (children.includes(window)) return window
    const tree = await x.ask('QueryTree', window).catch(() => undefined)
    if (tree === undefined) return undefined
    if (tree.parent === x.root || tree.parent === 0) return window
    window = tree.parent
  }
  return undefined
}

/**
 * Menus, notifications and the like, which no manager lists. Those that have neither a name nor a program are a desktop's
 * own, often as large as the screen.
 */
async function unmanaged(
  x: XConnection,
  loose: readonly Place[],
  managed: readonly { readonly id: number }[],
): Promise<readonly LooseWindow[]> {
  if (loose.length === 0) return []
  const processes = Promise.all(managed.map(async ({ id }) => ({ id, process: await processOf(x, id) })))
  const found = await Promise.all(
    loose.map(async ({ id, area }) => {
      const [app, title, owner, process] = await Promise.all([
        appOf(x, id),
        titleOf(x, id),
        transientFor(x, id),
        processOf(x, id),
      ])
      return { id, frame: id, shown: true, app: app ?? '', title: title ?? '', area, focused: false, owner, process }
    }),
  )
  const known = await processes
  return found.map(({ process, ...window }) => {
    const siblings = known.filter((one) => process !== undefined && one.process === process)
    return { ...window, owners: siblings.map(({ id }) => id) }
  })
}

async function areaOf(x: XConnection, frame: number): Promise<Area | undefined> {
  const found = await x.ask('GetGeometry', frame).catch(() => undefined)
  if (found === undefined) return undefined
  const border = 2 * found.borderWidth
  return { x: found.xPos, y: found.yPos, width: found.width + border, height: found.height + border }
}
