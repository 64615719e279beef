/** Every shortcut, once: what listens, what the palette shows and what the overlay explains are this list. */
export const KEYS = {
  palette: 'mod+K',
  today: '1',
  history: '2',
  screenshots: '3',
  sync: '4',
  settings: '5',
  focusStart: 'S',
  pause: 'P',
  stop: 'X',
  add: 'N',
  undo: 'mod+Z',
  syncNow: 'Y',
  shortcuts: 'shift+?',
} as const

export type Command = keyof typeof KEYS

/** Works without Ctrl or Alt, so it can be turned off. */
export const isSingle = (command: Command): boolean => !KEYS[command].startsWith('mod+')

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

/** The keys as they are printed on keyboards: `Ctrl` `K`. */
export const printed = (command: Command): string[] =>
  KEYS[command].split('+').flatMap((key) => {
    if (key === 'mod') return [isMac() ? '⌘' : 'Ctrl']
    return key === 'shift' ? [] : [key]
  })
