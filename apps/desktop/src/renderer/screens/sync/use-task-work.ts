import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'

/** What each of these tasks is about, by its id: the description of its entry. Of a long queue, only what is shown is asked. */
export function useTaskWork(tasks: readonly TaskView[]): ReadonlyMap<string, string> {
  const { t } = useTranslation()
  const ids = useMemo(() => tasks.map(({ id }) => id), [tasks])
  const { data } = useAsk('taskWork', { ids }, { enabled: ids.length > 0, keep: true, gcTime: 20_000 })
  return useMemo(
    () => new Map((data ?? []).map(({ id, description }) => [id, description || t('today.untitled')])),
    [data, t],
  )
}
