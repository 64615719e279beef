import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../until.js'
import { type DrawnWindow, Painter } from './painter.js'

export const PACKAGES = 'xvfb xserver-xorg-core xserver-xorg-video-dummy openbox x11-xserver-utils xdotool dbus'
const MISSING = `On Debian and Ubuntu: apt-get install --no-install-recommends ${PACKAGES}`
const [WIDTH, HEIGHT] = [1280, 720]

/** The part of this process's surroundings that would make a program look for another desktop than ours. */
const OTHER_DESKTOPS = ['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_SESSION_TYPE', 'XAUTHORITY'] as const

/** An X server of our own with a window manager; nothing of it is on anybody's real screen. */
export class Display {
  private manager: ChildProcess | undefined
  private windows: DrawnWindow[] = []

  private constructor(
    readonly name: string,
    private readonly server: ChildProcess,
    private readonly folder: string,
    private readonly painter: Painter,
  ) {}

  /** Xvfb has one screen whatever it is told; Xorg with its dummy driver has as many as are wanted. */
  static async start(screens: 1 | 2): Promise<Display> {
    const folder = mkdtempSync(join(tmpdir(), 'meantime-display-'))
    const command = screens === 1 ? xvfb() : xorg(folder)
    const server = spawn(command[0] ?? '', [...command.slice(1), '-displayfd', '3', '-noreset', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: withoutDesktop(),
    })
    try {
      const name = `:${await displayNumber(server, command[0] ?? '')}`
      const display = new Display(name, server, folder, await Painter.connect(name))
      if (screens === 2) display.secondScreen('on')
      await display.startManager()
      return display
    } catch (error) {
      server.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** For programs that are to find this display, and no other. */
  env(): NodeJS.ProcessEnv {
    return { ...withoutDesktop(), DISPLAY: this.name }
  }

  /** Draws a window and waits until it is on the screen, in front of the others and active. */
  async open(options: Parameters<Painter['open']>[0]): Promise<DrawnWindow> {
    const window = await this.painter.open(options)
    this.windows.push(window)
    return window
  }

  async closeWindows(): Promise<void> {
    for (const window of this.windows.splice(0)) await window.close()
  }

  /** What programs with large letters on this display are told: 192 is twice as large. */
  scaleTo(dpi: number | undefined): Promise<void> {
    return this.painter.resources(dpi === undefined ? '' : `Xft.dpi:\t${dpi}\n`)
  }

  secondScreen(state: 'on' | 'off'): void {
    if (state === 'on') {
      this.xrandr('--fb', `${2 * WIDTH}x${HEIGHT}`, '--output', 'DUMMY0', '--mode', `${WIDTH}x${HEIGHT}`)
      this.xrandr('--addmode', 'DUMMY1', `${WIDTH}x${HEIGHT}`)
      this.xrandr('--output', 'DUMMY1', '--mode', `${WIDTH}x${HEIGHT}`, '--right-of', 'DUMMY0')
    } else this.xrandr('--output', 'DUMMY1', '--off')
  }

  async startManager(): Promise<void> {
    const manager = spawn('openbox', ['--sm-disable'], { stdio: 'ignore', env: this.env() })
    this.manager = manager
    let failed: Error | undefined
    manager.on('error', (error) => {
      failed = error
    })
    await until('the window manager openbox starts', async () => {
      if (failed) throw new Error(`openbox is needed and cannot be started. ${MISSING}`)
      return this.painter.isManaged()
    })
  }

  /** As a crash would: what it wrote about windows stays behind. */
  async killManager(): Promise<void> {
    const { manager } = this
    if (manager === undefined) return
    const ended = new Promise((resolve) => manager.once('exit', resolve))
    manager.kill('SIGKILL')
    await ended
    this.manager = undefined
  }

  async stop(): Promise<void> {
    await this.killManager()
    this.painter.disconnect()
    const ended = new Promise((resolve) => this.server.once('exit', resolve))
    if (this.server.exitCode === null && this.server.kill()) await ended
    rmSync(this.folder, { recursive: true, force: true })
  }

  private xrandr(...words: string[]): void {
    const { error, status, stderr } = spawnSync('xrandr', words, { env: this.env(), encoding: 'utf8' })
    if (error) throw new Error(`xrandr is needed and cannot be started. ${MISSING}`)
    if (status !== 0) throw new Error(`xrandr ${words.join(' ')}: ${stderr}`)
  }
}

const xvfb = (): readonly string[] => ['Xvfb', '-screen', '0', `${WIDTH}x${HEIGHT}x24`]

function xorg(folder: string): readonly string[] {
  const config = join(folder, 'xorg.conf')
  writeFileSync(config, CONFIG)
  // Debian's `Xorg` is a wrapper that may insist on a console.
  const program = ['/usr/lib/xorg/Xorg', '/usr/libexec/Xorg'].find((path) => existsSync(path)) ?? 'Xorg'
  return [program, '-config', config, '-logfile', join(folder, 'log')]
}

const CONFIG = `Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "${WIDTH}x${HEIGHT}"
    Virtual ${2 * WIDTH} ${HEIGHT}
  EndSubSection
EndSection
`

function withoutDesktop(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of OTHER_DESKTOPS) delete env[name]
  return env
}

/** The server chooses a free one and says which when it is ready. */
function displayNumber(server: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    let number = ''
    server.on('error', () => reject(new Error(`${program} is needed and cannot be started. ${MISSING}`)))
    server.on('exit', () => reject(new Error(`${program} ended at once. ${MISSING}\n${said.slice(-2000)}`)))
    server.stderr?.on('data', (text: Buffer) => {
      said += text
    })
    server.stdio[3]?.on('data', (text: Buffer) => {
      number += text
      if (number.endsWith('\n')) resolve(number.trim())
    })
  })
}
