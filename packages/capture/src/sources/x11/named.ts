import type { XConnection, XName } from './connection.js'

/** The second part of WM_CLASS is the program (`firefox`), the first one of its windows (`Navigator`). */
export async function appOf(x: XConnection, window: number): Promise<string | undefined> {
  const found = await x.property(window, 'WM_CLASS').catch(() => undefined)
  const [instance = '', program = ''] = found?.data.toString('latin1').split('\0') ?? []
  return found === undefined ? undefined : program || instance
}

/** Empty when it has none; undefined when it cannot be read: in an unknown encoding, or too long. */
export async function titleOf(x: XConnection, window: number): Promise<string | undefined> {
  try {
    const modern = await x.property(window, '_NET_WM_NAME')
    // Some programs leave the newer one empty.
    const found = modern?.data.length ? modern : ((await x.property(window, 'WM_NAME')) ?? modern)
    if (found === undefined) return ''
    if (found.bytesAfter > 0) return undefined
    if (x.isOf(found, 'UTF8_STRING')) return found.data.toString('utf8')
    return x.isOf(found, 'STRING') ? found.data.toString('latin1') : undefined
  } catch {
    return undefined
  }
}

/** The window that this one is a dialog or a menu of. */
export const transientFor = (x: XConnection, window: number): Promise<number | undefined> =>
  single(x, window, 'WM_TRANSIENT_FOR')

export const processOf = (x: XConnection, window: number): Promise<number | undefined> =>
  single(x, window, '_NET_WM_PID')

async function single(x: XConnection, window: number, name: XName): Promise<number | undefined> {
  const [found] = (await x.numbers(window, name).catch(() => undefined)) ?? []
  return found === 0 ? undefined : found
}
