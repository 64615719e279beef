import type { Availability } from '@meantime/core'
import { attempt, type ScreenshotsLibrary } from './library.js'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  load(): Promise<ScreenshotsLibrary>
  /** macOS: whether the person has allowed it; undefined when that cannot be asked. */
  mayRecordScreen(): Promise<boolean | undefined>
}

type Unavailable = Availability & { readonly ok: false }

/** Whether pictures can be taken here, and else why not, in words for the person at the computer. */
export async function availability(surroundings: Surroundings): Promise<Availability> {
  const { platform, env, load, mayRecordScreen } = surroundings
  if (platform === 'linux' && isWayland(env)) return WAYLAND
  if (platform === 'linux' && !env.DISPLAY) return NO_DISPLAY
  const library = await load().catch(() => undefined)
  if (library === undefined) return NOT_INSTALLED
  if (platform === 'darwin' && (await mayRecordScreen()) === false) return NO_PERMISSION
  const monitors = attempt(() => library.Monitor.all())
  if (monitors === undefined) return platform === 'linux' ? noAnswer(env.DISPLAY ?? '') : NO_SCREEN
  return monitors.length === 0 ? NO_SCREEN : { ok: true }
}

/**
 * As node-screenshots tells it. There it may ask the desktop for a picture, which then writes one to the disk as it is,
 * before anything could be covered: so it is not asked.
 */
const isWayland = (env: Surroundings['env']): boolean =>
  env.XDG_SESSION_TYPE === 'wayland' || (env.WAYLAND_DISPLAY ?? '').toLowerCase().includes('wayland')

const WAYLAND: Unavailable = {
  ok: false,
  code: 'WAYLAND',
  message: 'This is a Wayland session, in which programs cannot take pictures unnoticed and see no other windows.',
  hint: 'Sign out and choose the session with “Xorg” or “X11” in its name; time is tracked in either.',
}

const NO_DISPLAY: Unavailable = {
  ok: false,
  code: 'NO_DISPLAY',
  message: 'There is no screen here: DISPLAY is not set, as over ssh or in a service.',
  hint: 'Start Meantime from the desktop whose screens it is to show.',
}

const noAnswer = (display: string): Unavailable => ({
  ok: false,
  code: 'NO_DISPLAY',
  message: `The display ${display} does not answer, or does not let this program in.`,
  hint: 'Start Meantime from the desktop whose screens it is to show.',
})

const NO_SCREEN: Unavailable = {
  ok: false,
  code: 'NO_SCREEN',
  message: 'No screen is attached or switched on.',
  hint: 'Pictures go on when there is one.',
}

const NO_PERMISSION: Unavailable = {
  ok: false,
  code: 'NO_PERMISSION',
  message: 'macOS does not let Meantime record the screen yet.',
  hint: 'Allow it in System Settings → Privacy & Security → Screen Recording, then start Meantime again.',
}

const NOT_INSTALLED: Unavailable = {
  ok: false,
  code: 'NOT_INSTALLED',
  message: 'The part that takes pictures (node-screenshots) is not installed, or has no build for this system.',
  hint: 'Install Meantime again, with optional packages; it has builds for Windows, macOS and Linux on x64 and arm64.',
}
