import { type ChildProcess, spawn } from 'node:child_process'
import dbus, { type MessageBus } from 'dbus-next'

const MISSING = 'On Debian and Ubuntu: apt-get install --no-install-recommends dbus'

/** What the services below answer; a scenario changes it. */
export interface Desktop {
  mutterMs: number | undefined
  saver: (() => number) | undefined
  active: boolean
  /** Questions are taken and never answered. */
  silent: boolean
}

/** A private bus with the services that GNOME and KDE have, so that nobody's real session is asked. */
export class DesktopBus {
  private constructor(
    readonly address: string,
    private readonly daemon: ChildProcess,
    private readonly service: MessageBus,
  ) {}

  static async start(desktop: Desktop): Promise<DesktopBus> {
    const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const address = await new Promise<string>((resolve, reject) => {
      daemon.on('error', () => reject(new Error(`dbus-daemon is needed and cannot be started. ${MISSING}`)))
      daemon.stdout?.once('data', (line: Buffer) => resolve(String(line).trim()))
    })
    // An abstract socket, as Node names it.
    const service = dbus.sessionBus({ busAddress: address.replace(/^unix:abstract=([^,]*).*$/, 'unix:socket=\0$1') })
    service.on('error', () => undefined)
    answer(service, desktop)
    for (const name of ['org.gnome.Mutter.IdleMonitor', 'org.freedesktop.ScreenSaver'])
      await service.requestName(name, 0)
    return new DesktopBus(address, daemon, service)
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.daemon.once('exit', resolve))
    this.daemon.kill('SIGKILL')
    await ended
    try {
      this.service.disconnect()
    } catch {
      // The daemon was faster.
    }
  }
}

function answer(bus: MessageBus, desktop: Desktop): void {
  bus.addMethodHandler((message: InstanceType<typeof dbus.Message>) => {
    const { interface: asked, member } = message
    const reply = (signature: string, value: unknown) => {
      bus.send(dbus.Message.newMethodReturn(message, signature, [value]))
      return true
    }
    if (asked !== 'org.gnome.Mutter.IdleMonitor' && asked !== 'org.freedesktop.ScreenSaver') return false
    if (desktop.silent) return true
    if (member === 'GetIdletime' && desktop.mutterMs !== undefined) return reply('t', BigInt(desktop.mutterMs))
    if (member === 'GetSessionIdleTime' && desktop.saver !== undefined) return reply('u', desktop.saver())
    if (member === 'GetActive') return reply('b', desktop.active)
    return false
  })
}
