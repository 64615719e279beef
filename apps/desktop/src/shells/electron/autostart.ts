import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { DesktopShell } from '../../shell.js'
import { desktopEntry } from './desktop-entry.js'

/** Said to a start with the session: only the tray is wanted. */
export const HIDDEN = '--hidden'

export const autostart = (): NonNullable<DesktopShell['autostart']> =>
  process.platform === 'linux' ? new AutostartFile(autostartFile(process.env), ownCommand()) : loginItem

const loginItem: NonNullable<DesktopShell['autostart']> = {
  enabled: async () => app.getLoginItemSettings({ args: [HIDDEN] }).openAtLogin,
  set: async (enabled) => app.setLoginItemSettings({ openAtLogin: enabled, args: [HIDDEN] }),
}

/** Electron's login items do nothing on Linux; desktops read this folder (freedesktop.org's Autostart specification). */
export class AutostartFile {
  constructor(
    private readonly file: string,
    private readonly command: readonly string[],
  ) {}

  /** Also false when it starts another program than this one, such as an AppImage that was moved. */
  async enabled(): Promise<boolean> {
    const text = await readFile(this.file, 'utf8').catch(() => '')
    return text === this.entry()
  }

  async set(enabled: boolean): Promise<void> {
    if (!enabled) return rm(this.file, { force: true })
    await mkdir(dirname(this.file), { recursive: true })
    // Whole or not at all: a desktop reads it when somebody logs in, and a disk may be full.
    const whole = `${this.file}.new`
    await writeFile(whole, this.entry())
    await rename(whole, this.file)
  }

  private entry(): string {
    return desktopEntry({ name: 'Meantime', comment: 'Time tracker', command: this.command })
  }
}

export function autostartFile({ XDG_CONFIG_HOME: config }: NodeJS.ProcessEnv): string {
  return join(config?.startsWith('/') ? config : join(homedir(), '.config'), 'autostart', 'meantime.desktop')
}

/** An AppImage runs from a folder that is gone after it: what starts it is the file itself. */
function ownCommand(): readonly string[] {
  const program = process.env.APPIMAGE ?? process.execPath
  return app.isPackaged ? [program, HIDDEN] : [program, app.getAppPath(), HIDDEN]
}
