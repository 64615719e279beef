import x11 from 'x11'
import { until } from '../until.js'

type Callback = (error: unknown, answer: never) => boolean

/** What is used of `x11`, which brings no types. */
interface Client {
  atoms: Record<string, number>
  AllocID(): number
  CreateWindow(...words: unknown[]): void
  ChangeWindowAttributes(window: number, values: object): void
  CreatePixmap(pixmap: number, drawable: number, depth: number, width: number, height: number): void
  CreateGC(context: number, drawable: number, values: object): void
  PolyFillRectangle(drawable: number, context: number, rectangles: readonly number[]): void
  ClearArea(window: number, x: number, y: number, width: number, height: number, exposures: number): void
  ChangeProperty(mode: number, window: number, name: number, type: number, unit: number, data: Buffer): void
  DeleteProperty(window: number, name: number): void
  GetProperty(...words: [number, number, number, number, number, number, Callback]): void
  GetWindowAttributes(window: number, callback: Callback): void
  InternAtom(onlyIfExists: boolean, name: string, callback: Callback): void
  MapWindow(window: number): void
  MoveWindow(window: number, x: number, y: number): void
  DestroyWindow(window: number): void
  FreePixmap(pixmap: number): void
  GetInputFocus(callback: Callback): void
  on(event: 'error', listener: (error: unknown) => void): void
  terminate(): void
}

interface Connected {
  readonly client: Client
  readonly screen: readonly { readonly root: number }[]
}

const library = x11 as {
  createClient(options: { display: string }, ready: (error: unknown, display: Connected) => void): Client
}

/** A pattern that nothing else on the display has: cells of two colours, 0xrrggbb. */
export interface Pattern {
  readonly colours: readonly [number, number]
  /** Pixels. */
  readonly cell: number
}

export interface WindowOptions {
  /** WM_CLASS and title; a browser's menus have neither. */
  readonly app?: string
  readonly title?: string
  /** WM_NAME, as programs write it that know no other. */
  readonly olderTitle?: string
  /** The window that it is a dialog or a menu of. */
  readonly owner?: DrawnWindow
  /** The program's number, which browsers give all their windows. */
  readonly process?: number
  /** Of what is drawn; the manager puts its frame around it. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly pattern: Pattern
  /** Like menus and notifications: no manager frames, lists or activates it. @default false */
  readonly unmanaged?: boolean
}

/** Draws windows as a program would, by the X protocol. */
export class Painter {
  private constructor(
    private readonly client: Client,
    private readonly root: number,
  ) {}

  static connect(display: string): Promise<Painter> {
    return new Promise((resolve, reject) => {
      const client = library.createClient({ display }, (error, found) => {
        if (error) return reject(error)
        // The library keeps one list of names for all displays, though each numbers them anew.
        found.client.atoms = { ...found.client.atoms }
        resolve(new Painter(found.client, found.screen[0]?.root ?? 0))
      })
      client.on('error', () => undefined)
    })
  }

  async open(options: WindowOptions): Promise<DrawnWindow> {
    const { app, title, olderTitle, area, pattern, owner, process, unmanaged = false } = options
    const { client, root } = this
    const window = client.AllocID()
    const { x, y, width, height } = area
    client.CreateWindow(window, root, x, y, width, height, 0, 0, 1, 0, { overrideRedirect: unmanaged ? 1 : 0 })
    if (app !== undefined)
      await this.text(window, 'WM_CLASS', 'STRING', Buffer.from(`${app.toLowerCase()}\0${app}\0`, 'latin1'))
    if (title !== undefined) await this.text(window, '_NET_WM_NAME', 'UTF8_STRING', Buffer.from(title))
    if (olderTitle !== undefined) await this.text(window, 'WM_NAME', 'STRING', Buffer.from(olderTitle, 'latin1'))
    if (owner !== undefined) await this.number(window, 'WM_TRANSIENT_FOR', 'WINDOW', owner.window)
    if (process !== undefined) await this.number(window, '_NET_WM_PID', 'CARDINAL', process)
    // The person put it there: the manager leaves it there. https://tronche.com/gui/x/icccm/sec-4.html#WM_NORMAL_HINTS
    const hints = Buffer.alloc(18 * 4)
    hints.writeUInt32LE(1 | 2, 0)
    client.ChangeProperty(0, window, await this.atom('WM_NORMAL_HINTS'), await this.atom('WM_SIZE_HINTS'), 32, hints)
    const drawn = new DrawnWindow(client, window, width, height)
    drawn.paint(pattern)
    client.MapWindow(window)
    await until(`the window “${title ?? ''}” is on the screen`, () => this.isShown(window))
    if (!unmanaged) await until(`the window “${title ?? ''}” is active`, async () => (await this.active()) === window)
    await drawn.settled()
    return drawn
  }

  /** A manager that was killed leaves the name of its window behind, but not the window. */
  async isManaged(): Promise<boolean> {
    await this.nudge()
    const voucher = await this.numberIn('_NET_SUPPORTING_WM_CHECK')
    if (voucher === undefined) return false
    return this.ask((done) => this.client.GetWindowAttributes(voucher, done)).then(
      () => true,
      () => false,
    )
  }

  /** openbox may leave what it was told unread until it is told something else. */
  private async nudge(): Promise<void> {
    await this.text(this.root, 'MEANTIME_NUDGE', 'STRING', Buffer.from('x'))
  }

  /** RESOURCE_MANAGER, where programs read the size of letters; empty takes it away. */
  async resources(text: string): Promise<void> {
    const name = await this.atom('RESOURCE_MANAGER')
    if (text === '') this.client.DeleteProperty(this.root, name)
    else this.client.ChangeProperty(0, this.root, name, await this.atom('STRING'), 8, Buffer.from(text))
    await this.ask<void>((done) => this.client.GetInputFocus(done))
  }

  disconnect(): void {
    this.client.terminate()
  }

  private active = (): Promise<number | undefined> => this.numberIn('_NET_ACTIVE_WINDOW')

  private async isShown(window: number): Promise<boolean> {
    await this.nudge()
    const { mapState } = await this.ask<{ mapState: number }>((done) => this.client.GetWindowAttributes(window, done))
    return mapState === 2
  }

  private async numberIn(property: string): Promise<number | undefined> {
    const name = await this.atom(property)
    const { data } = await this.ask<{ data: Buffer }>((done) =>
      this.client.GetProperty(0, this.root, name, 0, 0, 1, done),
    )
    return data.length >= 4 ? data.readUInt32LE(0) : undefined
  }

  private async text(window: number, name: string, type: string, value: Buffer): Promise<void> {
    this.client.ChangeProperty(0, window, await this.atom(name), await this.atom(type), 8, value)
  }

  private async number(window: number, name: string, type: string, value: number): Promise<void> {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    this.client.ChangeProperty(0, window, await this.atom(name), await this.atom(type), 32, bytes)
  }

  private atom = (name: string): Promise<number> => this.ask((done) => this.client.InternAtom(false, name, done))

  private ask<T>(request: (done: Callback) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      request((error, answer: T) => {
        if (error) reject(error)
        else resolve(answer)
        return true
      })
    })
  }
}

export class DrawnWindow {
  constructor(
    private readonly client: Client,
    readonly window: number,
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** As its background, so that the server itself repaints what others had covered. */
  paint({ colours, cell }: Pattern): void {
    const { client, window, width, height } = this
    const pixmap = client.AllocID()
    client.CreatePixmap(pixmap, window, 24, width, height)
    for (const [parity, colour] of colours.entries()) {
      const context = client.AllocID()
      client.CreateGC(context, pixmap, { foreground: colour })
      const cells: number[] = []
      for (let y = 0; y < height; y += cell)
        for (let x = 0; x < width; x += cell) if (((x + y) / cell) % 2 === parity) cells.push(x, y, cell, cell)
      for (let at = 0; at < cells.length; at += 4000)
        client.PolyFillRectangle(pixmap, context, cells.slice(at, at + 4000))
    }
    client.ChangeWindowAttributes(window, { backgroundPixmap: pixmap })
    client.ClearArea(window, 0, 0, 0, 0, 0)
    client.FreePixmap(pixmap)
  }

  /** Everything drawn so far is on the screen. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.GetInputFocus((error) => {
        if (error) reject(error)
        else resolve()
        return true
      })
    })
  }

  async moveTo(x: number, y: number): Promise<void> {
    this.client.MoveWindow(this.window, x, y)
    await this.settled()
  }

  async close(): Promise<void> {
    this.client.DestroyWindow(this.window)
    await this.settled()
  }
}
