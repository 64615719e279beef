import type { Factory, Plugin } from '@meantime/core'
import { DESKTOP_SHELL, type DesktopShell } from './shell.js'

export interface DesktopOptions {
  /** The adapter of the desktop that the app runs on. This package brings none yet. */
  readonly shell: Factory<DesktopShell>
}

/** Provides DESKTOP_SHELL. Nothing uses it yet. */
export const desktop = ({ shell }: DesktopOptions): Plugin => ({
  name: '@meantime/desktop',
  register(registry) {
    registry.provide(DESKTOP_SHELL, shell)
  },
})
