import { type ChildProcess, spawn } from 'node:child_process'
import x11 from 'x11'
import { desktopPixels, desktopWindows, type Size } from './scene.js'

/** What is used of `x11`, which brings no types. */
interface Client {
  atoms: Record<string, number>
  AllocID(): number
  CreatePixmap(pixmap: number, drawable: number, depth: number, width: number, height: number): void
  CreateGC(context: number, drawable: number, values: object): void
  PutImage(...words: readonly (number | Buffer)[]): void
  ChangeWindowAttributes(window: number, values: object): void
  ClearArea(window: number, x: number, y: number, width: number, height: number, exposures: number): void
  CreateWindow(...words: readonly unknown[]): void
  MapWindow(window: number): void
  ChangeProperty(mode: number, window: number, name: number, type: number, unit: number, data: Buffer): void
  InternAtom(onlyIfExists: boolean, name: string, callback: (error: unknown, atom: number) => boolean): void
  GetInputFocus(callback: (error: unknown) => boolean): void
  terminate(): void
}

interface Connected {
  readonly client: Client
  readonly screen: readonly { readonly root: number }[]
}

const library = x11 as {
  createClient(options: { display: string }, ready: (error: unknown, display: Connected) => void): Client
}

export interface Screen {
  stop(): Promise<void>
}

/** Sets DISPLAY to an Xvfb that shows the scene; undefined where there is no Xvfb. One for each process. */
export async function showScene(size: Size): Promise<Screen | undefined> {
  const words = ['-screen', '0', `${size.width}x${size.height}x24`, '-displayfd', '3', '-noreset', '-nolisten', 'tcp']
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const display = await displayOf(server)
  if (display === undefined) return undefined
  process.env.DISPLAY = display
  for (const name of ['WAYLAND_DISPLAY', 'XDG_SESSION_TYPE', 'XAUTHORITY']) delete process.env[name]
  const client = await draw(display, size)
  return {
    async stop() {
      client.terminate()
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill()
      await ended
    },
  }
}

function displayOf(server: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let number = ''
    server.on('error', () => resolve(undefined))
    server.on('exit', () => resolve(undefined))
    server.stdio[3]?.on('data', (text: Buffer) => {
      number += text
      if (number.endsWith('\n')) resolve(`:${number.trim()}`)
    })
  })
}

/** The picture is the wallpaper. Windows lie below the screen's edge, and say of themselves what a manager would say. */
async function draw(display: string, size: Size): Promise<Client> {
  const { client, screen } = await new Promise<Connected>((resolve, reject) =>
    library.createClient({ display }, (error, found) => (error ? reject(error) : resolve(found))),
  )
  client.atoms = { ...client.atoms }
  const root = screen[0]?.root ?? 0
  wallpaper(client, root, size)
  const atom = (name: string) =>
    new Promise<number>((resolve) => {
      client.InternAtom(false, name, (_, found) => {
        resolve(found)
        return true
      })
    })
  const put = async (window: number, name: string, type: string, unit: number, data: Buffer) =>
    client.ChangeProperty(0, window, await atom(name), await atom(type), unit, data)
  const ids: number[] = []
  for (const { app, title } of desktopWindows(size)) {
    const window = client.AllocID()
    ids.push(window)
    client.CreateWindow(window, root, 0, size.height - 1, 400, 300, 0, 0, 1, 0, { overrideRedirect: 1 })
    await put(window, 'WM_CLASS', 'STRING', 8, Buffer.from(`${app}\0${app}\0`))
    await put(window, '_NET_WM_NAME', 'UTF8_STRING', 8, Buffer.from(title ?? ''))
    client.MapWindow(window)
  }
  const voucher = numbers(ids.slice(0, 1))
  for (const window of [root, ...ids.slice(0, 1)]) await put(window, '_NET_SUPPORTING_WM_CHECK', 'WINDOW', 32, voucher)
  await put(root, '_NET_CLIENT_LIST_STACKING', 'WINDOW', 32, numbers(ids))
  await put(root, '_NET_ACTIVE_WINDOW', 'WINDOW', 32, voucher)
  await new Promise<void>((resolve) => {
    client.GetInputFocus(() => {
      resolve()
      return true
    })
  })
  return client
}

function wallpaper(client: Client, root: number, { width, height }: Size): void {
  const pixels = Buffer.from(desktopPixels({ width, height }))
  // X keeps blue first.
  for (let at = 0; at < pixels.length; at += 4) {
    const red = pixels[at] ?? 0
    pixels[at] = pixels[at + 2] ?? 0
    pixels[at + 2] = red
  }
  const [pixmap, context] = [client.AllocID(), client.AllocID()]
  client.CreatePixmap(pixmap, root, 24, width, height)
  client.CreateGC(context, pixmap, {})
  // One request takes at most 256 KiB.
  const rows = Math.floor((200 * 1024) / (width * 4))
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y)
    const part = pixels.subarray(y * width * 4, (y + count) * width * 4)
    client.PutImage(2, pixmap, context, width, count, 0, y, 0, 24, part)
  }
  client.ChangeWindowAttributes(root, { backgroundPixmap: pixmap })
  client.ClearArea(root, 0, 0, 0, 0, 0)
}

function numbers(values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) data.writeUInt32LE(value, at * 4)
  return data
}
