import dbus, { type MessageBus } from 'dbus-next'
import { Violation } from '../model/violation.js'
import { until } from '../until.js'

interface Line {
  readonly id: number
  readonly label: string
}

type Node = readonly [
  number,
  Readonly<Record<string, { readonly value: unknown }>>,
  readonly { readonly value: Node }[],
]

/** A busy computer's start takes a few seconds. */
const START_MS = 60_000

const MENU = 'com.canonical.dbusmenu'
const WATCHER = 'org.kde.StatusNotifierWatcher'

/** The tray as its host sees it: what icons there are, what their menus say, and a click on a line. */
export class TrayHost {
  private constructor(private readonly bus: MessageBus) {}

  static async connect(address: string): Promise<TrayHost> {
    const bus = dbus.sessionBus({ busAddress: address })
    bus.on('error', () => undefined)
    // dbus-next is connected when it has its name; asking for anything waits for it.
    return new TrayHost(bus)
  }

  /** `:1.24/StatusNotifierItem`, one for each icon. */
  async icons(): Promise<readonly string[]> {
    const items = await this.property(WATCHER, '/StatusNotifierWatcher', WATCHER, 'RegisteredStatusNotifierItems')
    return items as readonly string[]
  }

  /** The icon of a program that has just been started. */
  async newIcon(before: readonly string[]): Promise<string> {
    const fresh = async () => (await this.icons()).find((one) => !before.includes(one))
    return until('the icon is in the tray', fresh, START_MS)
  }

  /** Waits until a line of its menu has the words. */
  async shows(icon: string, words: string): Promise<void> {
    await until(`the tray's menu shows “${words}”`, async () =>
      (await this.labels(icon)).some((line) => line.includes(words)),
    )
  }

  async tooltip(icon: string): Promise<string> {
    const [name, path] = split(icon)
    const tip = (await this.property(name, path, 'org.kde.StatusNotifierItem', 'ToolTip')) as readonly unknown[]
    return String(tip[2])
  }

  async labels(icon: string): Promise<readonly string[]> {
    return (await this.lines(icon)).map(({ label }) => label)
  }

  /** As a host does when somebody chooses the first line whose label begins so. */
  async click(icon: string, label: string): Promise<void> {
    const lines = await this.lines(icon)
    const line = lines.find((one) => one.label.startsWith(label))
    if (!line) throw new Violation(`the tray's menu has no “${label}”: ${lines.map((one) => one.label).join(' | ')}`)
    const [name, path] = await this.menu(icon)
    const body = [line.id, 'clicked', new dbus.Variant('s', ''), 0]
    await this.call(name, path, MENU, 'Event', 'isvu', body)
  }

  close(): void {
    this.bus.disconnect()
  }

  private async lines(icon: string): Promise<readonly Line[]> {
    const [name, path] = await this.menu(icon)
    const reply = await this.call(name, path, MENU, 'GetLayout', 'iias', [0, -1, ['label']])
    const [, [, , children]] = reply as readonly [number, Node]
    // A lone _ marks a key of the menu, a double one is one that is shown.
    const text = (label: unknown) => String(label ?? '').replace(/_(.)/g, '$1')
    return children
      .map(({ value: [id, properties] }) => ({ id, label: text(properties.label?.value) }))
      .filter(({ label }) => label !== '')
  }

  private async menu(icon: string): Promise<readonly [string, string]> {
    const [name, path] = split(icon)
    return [name, String(await this.property(name, path, 'org.kde.StatusNotifierItem', 'Menu'))]
  }

  private async property(name: string, path: string, of: string, property: string): Promise<unknown> {
    const reply = await this.call(name, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [of, property])
    return (reply[0] as { readonly value: unknown }).value
  }

  private async call(
    destination: string,
    path: string,
    of: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<readonly unknown[]> {
    const message = new dbus.Message({ destination, path, interface: of, member, signature, body })
    return (await this.bus.call(message))?.body ?? []
  }
}

function split(icon: string): readonly [string, string] {
  const at = icon.indexOf('/')
  return [icon.slice(0, at), icon.slice(at)]
}
