import { type HotkeyItem, useHotkeys } from '@mantine/hooks'
import { type Command, isSingle, KEYS } from './keys.js'
import { usePreferences } from './preferences-context.js'
import { useActions } from './use-actions.js'

const ALL = Object.keys(KEYS) as Command[]
/** Where a key means itself. `BUTTON` is not among them: no command is on Enter or Space. */
const FIELDS = ['INPUT', 'TEXTAREA', 'SELECT']

export function Shortcuts() {
  const { singleKeys } = usePreferences().preferences
  const actions = useActions()
  const listening = ALL.filter((command) => singleKeys || !isSingle(command))
  useHotkeys(
    listening.flatMap((command): HotkeyItem[] => {
      const run = () => {
        // A dialog has the keyboard for itself.
        if (command === 'palette' || !document.querySelector('[role="dialog"]')) actions[command]()
      }
      const keys = KEYS[command]
      if (command === 'shortcuts')
        return [
          [keys, run],
          ['?', run],
        ]
      // By the place of the key: on a Russian keyboard it prints another letter.
      return [[keys, run, { usePhysicalKeys: /[A-Z]$/.test(keys) }]]
    }),
    FIELDS,
  )
  useHotkeys([[KEYS.palette, actions.palette, { usePhysicalKeys: true }]], [])
  return null
}
