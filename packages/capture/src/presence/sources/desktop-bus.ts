import type { Clock } from '@meantime/core'
import type { Bus, BusCall } from './bus.js'
import { IdleUnits } from './idle-units.js'
import type { PresenceSource } from './source.js'

export interface DesktopBuses {
  readonly session: Bus | undefined
  readonly system: Bus | undefined
  readonly clock: Pick<Clock, 'monotonic'>
}

const MUTTER: BusCall = {
  destination: 'org.gnome.Mutter.IdleMonitor',
  path: '/org/gnome/Mutter/IdleMonitor/Core',
  interface: 'org.gnome.Mutter.IdleMonitor',
  member: 'GetIdletime',
}

const screenSaver = (name: string, path: string, member: string): BusCall => ({
  destination: name,
  path,
  interface: name,
  member,
})
const FREEDESKTOP = ['org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'] as const
const GNOME = ['org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'] as const

/** `auto` is the session of whoever asks, or of the person's display (systemd 243). */
const LOCKED_HINT: BusCall = {
  destination: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1/session/auto',
  interface: 'org.freedesktop.DBus.Properties',
  member: 'Get',
  signature: 'ss',
  body: ['org.freedesktop.login1.Session', 'LockedHint'],
}

/**
 * What the desktop says over D-Bus, on Wayland the only one who knows. Idle: GNOME's Mutter, else the screen saver's
 * GetSessionIdleTime where it proves to count. Locked: logind's hint, or a screen saver that is on.
 */
export class DesktopBus implements PresenceSource {
  readonly name = 'D-Bus'
  private readonly units = new IdleUnits()

  constructor(private readonly buses: DesktopBuses) {}

  async idleMs(): Promise<number | 'unknown'> {
    const mutter = await this.ask(this.buses.session, MUTTER)
    if (typeof mutter === 'bigint' || typeof mutter === 'number') return Number(mutter)
    const saver = await this.ask(this.buses.session, screenSaver(...FREEDESKTOP, 'GetSessionIdleTime'))
    return typeof saver === 'number' ? this.units.read(saver, this.buses.clock.monotonic()) : 'unknown'
  }

  async locked(): Promise<boolean | 'unknown'> {
    const { session, system } = this.buses
    const answers = await Promise.all([
      this.ask(system, LOCKED_HINT),
      this.ask(session, screenSaver(...FREEDESKTOP, 'GetActive')),
      this.ask(session, screenSaver(...GNOME, 'GetActive')),
    ])
    const known = answers.filter((answer) => typeof answer === 'boolean')
    return known.length === 0 ? 'unknown' : known.includes(true)
  }

  close(): void {
    this.buses.session?.close()
    this.buses.system?.close()
  }

  /** The first value of the answer, out of its variant; undefined when there was no answer. */
  private async ask(bus: Bus | undefined, call: BusCall): Promise<unknown> {
    try {
      const [value] = (await bus?.call(call)) ?? []
      return typeof value === 'object' && value !== null && 'value' in value ? value.value : value
    } catch {
      return undefined
    }
  }
}
