import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../../bridge/shapes.js'
import { reasonWords } from '../../i18n/agent-words.js'

/** What a task is, how it stands and why: our words where we have them, else the server's own. */
export function useTaskWords() {
  const { t, i18n } = useTranslation()
  return {
    type: ({ entityType }: TaskView): string => {
      const key = `sync.type.${entityType}`
      return i18n.exists(key) ? t(key as 'sync.type.other') : t('sync.type.other')
    },
    state: ({ state }: TaskView): string => t(`sync.taskState.${state}`),
    reason: ({ reason }: TaskView) => reason && reasonWords(reason, i18n),
  }
}

/** For a report: everything that is known of it, nothing secret. */
export const taskDetails = (task: TaskView): string =>
  JSON.stringify(
    { ...task, createdAt: iso(task.createdAt), notBefore: iso(task.notBefore), sentAt: iso(task.sentAt) },
    null,
    2,
  )

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())
