import { spotlight } from '@mantine/spotlight'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../bridge/commands.js'
import { useTimer } from '../entry/use-timer.js'
import { useUndo } from '../entry/use-undo.js'
import { tell } from '../ui/tell.js'
import { useDialog } from './dialogs.js'
import type { Command } from './keys.js'
import { go } from './route.js'
import { focusStartField } from './start-focus.js'

/** What each command does, wherever it was called from. */
export function useActions(): Readonly<Record<Command, () => void>> {
  const open = useDialog()
  const timer = useTimer()
  const undo = useUndo()
  const syncNow = useSyncNow()
  return {
    palette: spotlight.open,
    today: () => go('today'),
    history: () => go('history'),
    screenshots: () => go('screenshots'),
    sync: () => go('sync'),
    settings: () => go('settings'),
    focusStart: () => {
      go('today')
      focusStartField()
    },
    pause: timer.toggle,
    stop: timer.stop,
    add: () => open({ kind: 'add' }),
    undo,
    syncNow,
    shortcuts: () => open({ kind: 'shortcuts' }),
  }
}

export function useSyncNow(): () => void {
  const { t } = useTranslation()
  const { mutate } = useCommand('syncNow', {
    onDone: ({ status, sent }) => {
      if (status === 'drained') tell(sent > 0 ? t('sync.asked.drained', { count: sent }) : t('sync.asked.nothing'))
      else if (status in STATUS) tell(t(`sync.status.${status as keyof typeof STATUS}`))
    },
  })
  return () => mutate({})
}

const STATUS = { waiting: 1, offline: 1, failing: 1, refused: 1, busy: 1, cancelled: 1, 'auth-required': 1 } as const
