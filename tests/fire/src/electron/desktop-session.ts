import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Display } from '../capture/display.js'
import { until } from '../until.js'

export const PACKAGES =
  'xvfb dbus dbus-x11 libglib2.0-bin openbox x11-xserver-utils xfce4-panel dunst xdotool unzip libnss3 libgtk-3-0 ' +
  'libasound2 libgbm1 libcups2 libatk-bridge2.0-0 libxcomposite1 libxdamage1 libxrandr2 libxkbcommon0'

/** A desktop of our own: display, window manager, session bus, a panel with a tray, and a notification daemon. */
export class DesktopSession {
  private constructor(
    readonly display: Display,
    /** Home, settings and runtime folder of the session. */
    readonly folder: string,
    readonly bus: string,
    private readonly programs: ChildProcess[],
  ) {}

  static async start(): Promise<DesktopSession> {
    refuseMissing(['Xvfb', 'openbox', 'dbus-daemon', 'gdbus', 'xfce4-panel', 'dunst', 'xdotool', 'unzip', 'xrandr'])
    const display = await Display.start(1)
    const folder = mkdtempSync(join(tmpdir(), 'meantime-desktop-'))
    const session = new DesktopSession(display, folder, `unix:path=${join(folder, 'bus')}`, [])
    session.settings()
    session.run('dbus-daemon', ['--session', '--nofork', `--address=${session.bus}`])
    await until('the session bus answers', () =>
      session.ask(['org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetId']),
    )
    session.run('xfce4-panel', ['--disable-wm-check'])
    session.run('dunst', [])
    await until('the panel is a host of tray icons', () => session.has('org.kde.StatusNotifierWatcher'))
    await until('the notification daemon is there', () => session.has('org.freedesktop.Notifications'))
    return session
  }

  /** For programs of this desktop. */
  env(): NodeJS.ProcessEnv {
    const { folder } = this
    return {
      ...this.display.env(),
      DBUS_SESSION_BUS_ADDRESS: this.bus,
      // No system bus: nothing of this computer's own is asked.
      DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(folder, 'none')}`,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      XDG_CURRENT_DESKTOP: 'XFCE',
      XDG_SESSION_TYPE: 'x11',
      LANG: 'C.UTF-8',
      LANGUAGE: 'en',
      NO_AT_BRIDGE: '1',
    }
  }

  /** What a program of the session says; throws when it fails. */
  say(program: string, words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(program, words, { env: this.env(), encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`)
    return stdout
  }

  /** The first line of what xdotool finds; empty when it finds nothing. */
  find(words: readonly string[]): string {
    const { stdout } = spawnSync('xdotool', words, { env: this.env(), encoding: 'utf8' })
    return stdout.split('\n')[0] ?? ''
  }

  async stop(): Promise<void> {
    for (const program of this.programs.reverse()) await ended(program)
    await this.display.stop()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  private has(name: string): boolean {
    return this.ask(['org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', name])
  }

  private ask([dest, path, method, ...rest]: readonly string[]): boolean {
    const words = [
      'call',
      '--address',
      this.bus,
      '--dest',
      `${dest}`,
      '--object-path',
      `${path}`,
      '--method',
      `${method}`,
    ]
    const { status, stdout } = spawnSync('gdbus', [...words, ...rest], { encoding: 'utf8' })
    return status === 0 && !stdout.includes('false')
  }

  private run(program: string, words: readonly string[]): void {
    this.programs.push(spawn(program, words, { env: this.env(), stdio: 'ignore' }))
  }

  private settings(): void {
    const panel = join(this.folder, 'config', 'xfce4', 'xfconf', 'xfce-perchannel-xml')
    const dunst = join(this.folder, 'config', 'dunst')
    for (const folder of [panel, dunst]) mkdirSync(folder, { recursive: true })
    mkdirSync(join(this.folder, 'run'), { mode: 0o700 })
    writeFileSync(join(panel, 'xfce4-panel.xml'), PANEL)
    writeFileSync(join(dunst, 'dunstrc'), DUNST)
  }
}

function refuseMissing(programs: readonly string[]): void {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0)
  if (missing.length === 0) return
  throw new Error(
    `Needed and not here: ${missing.join(', ')}. On Debian and Ubuntu: apt-get install --no-install-recommends ${PACKAGES}`,
  )
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const end = new Promise((resolve) => program.once('exit', resolve))
  program.kill('SIGKILL')
  await end
}

/** One panel at the top with nothing but the tray. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`

const DUNST = `[global]
  history_length = 100
  idle_threshold = 0
`
