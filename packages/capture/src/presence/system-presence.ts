import { existsSync } from 'node:fs'
import type { Clock } from '@meantime/core'
import type { Presence, PresenceState } from './port.js'
import { macosIdle, NativeIdle, windowsIdle } from './sources/native-idle.js'
import type { PresenceSource } from './sources/source.js'

export interface SystemPresenceOptions {
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** @default process.platform */
  readonly platform?: NodeJS.Platform
  /** No answer takes longer; what comes later is unknown. @default 2000 ms */
  readonly timeoutMs?: number
}

/** Asks whatever this computer has. Nothing is opened before the first question. */
export class SystemPresence implements Presence {
  private sources: Promise<readonly PresenceSource[]> | undefined

  constructor(
    private readonly clock: Clock,
    private readonly options: SystemPresenceOptions = {},
  ) {}

  async state(): Promise<PresenceState> {
    this.sources ??= presenceSources(this.clock, this.options)
    const sources = await this.sources.catch(() => [])
    const [idleMs, locked] = await Promise.all([
      this.firstKnown(sources.map((source) => () => source.idleMs())),
      this.firstKnown(sources.map((source) => () => source.locked())),
    ])
    return { idleMs, locked }
  }

  async stop(): Promise<void> {
    for (const source of (await this.sources?.catch(() => [])) ?? []) source.close()
    this.sources = undefined
  }

  private async firstKnown<T>(questions: readonly (() => Promise<T | 'unknown'>)[]): Promise<T | 'unknown'> {
    for (const question of questions) {
      const answer = await this.inTime(question)
      if (answer !== 'unknown') return answer
    }
    return 'unknown'
  }

  private async inTime<T>(question: () => Promise<T | 'unknown'>): Promise<T | 'unknown'> {
    const done = new AbortController()
    const late = this.clock.sleep(this.options.timeoutMs ?? TIMEOUT_MS, done.signal).then(
      () => 'unknown' as const,
      () => 'unknown' as const,
    )
    try {
      return await Promise.race([question(), late])
    } catch {
      return 'unknown'
    } finally {
      done.abort()
    }
  }
}

const TIMEOUT_MS = 2000

/** In the order in which they are asked. An X server inside of Wayland knows only of its own windows' input. */
async function presenceSources(
  clock: Clock,
  { environment = process.env, platform = process.platform, timeoutMs = TIMEOUT_MS }: SystemPresenceOptions,
): Promise<readonly PresenceSource[]> {
  if (platform === 'win32') return [new NativeIdle('Windows', windowsIdle)]
  if (platform === 'darwin') return [new NativeIdle('macOS', macosIdle)]
  const { DesktopBus } = await import('./sources/desktop-bus.js')
  const { Bus } = await import('./sources/bus.js')
  const to = (address: string | undefined) => (address ? new Bus(address, clock, timeoutMs / 2) : undefined)
  const desktop = new DesktopBus({ session: to(sessionBus(environment)), system: to(systemBus(environment)), clock })
  const wayland = environment.WAYLAND_DISPLAY || environment.XDG_SESSION_TYPE === 'wayland'
  if (!environment.DISPLAY || wayland) return [desktop]
  const { X11ScreenSaver } = await import('./sources/x11-screen-saver.js')
  return [new X11ScreenSaver(environment.DISPLAY), desktop]
}

type Environment = Readonly<Record<string, string | undefined>>

function sessionBus({ DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder }: Environment): string | undefined {
  if (address) return address
  return folder && existsSync(`${folder}/bus`) ? `unix:path=${folder}/bus` : undefined
}

function systemBus({ DBUS_SYSTEM_BUS_ADDRESS: address }: Environment): string | undefined {
  if (address) return address
  const socket = ['/run/dbus/system_bus_socket', '/var/run/dbus/system_bus_socket'].find((path) => existsSync(path))
  return socket && `unix:path=${socket}`
}
