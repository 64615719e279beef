import { powerMonitor } from 'electron'
import type { PersonView } from '../../bridge/channel.js'
import type { DesktopShell, PowerChange } from '../../shell.js'

const CHANGES = {
  suspend: 'suspend',
  resume: 'resume',
  'lock-screen': 'lock',
  'unlock-screen': 'unlock',
} as const satisfies Record<string, PowerChange>

/** What Electron knows of the person. On Linux it says that somebody is there also where it cannot know: `unknown`. */
export const power: NonNullable<DesktopShell['power']> = {
  person: () => ({ idleMs: idleMs(), locked: locked() }),
  onChange(listener) {
    // One listener each, so that it can be taken away again; the types name each event apart.
    const on = Object.entries(CHANGES).map(([event, change]) => {
      const heard = () => listener(change)
      powerMonitor.on(event as 'suspend', heard)
      return () => void powerMonitor.off(event as 'suspend', heard)
    })
    return () => {
      for (const off of on) off()
    }
  },
}

function idleMs(): PersonView['idleMs'] {
  const { WAYLAND_DISPLAY, XDG_SESSION_TYPE } = process.env
  if (process.platform === 'linux' && (WAYLAND_DISPLAY || XDG_SESSION_TYPE === 'wayland')) return 'unknown'
  return powerMonitor.getSystemIdleTime() * 1000
}

function locked(): PersonView['locked'] {
  if (process.platform === 'linux') return 'unknown'
  return powerMonitor.getSystemIdleState(1) === 'locked'
}
