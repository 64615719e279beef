import { globalShortcut } from 'electron'
import type { Off } from '../../shell.js'

/** Undefined when another program has the keys, or when they are no keys at all. */
export function onShortcut(keys: string, listener: () => void): Off | undefined {
  try {
    if (!globalShortcut.register(keys, listener)) return undefined
  } catch {
    return undefined
  }
  return () => globalShortcut.unregister(keys)
}
