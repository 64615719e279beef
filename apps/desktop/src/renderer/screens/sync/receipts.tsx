import { Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../bridge/queries.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { useTaskWords } from './task-words.js'
import styles from './tasks.module.css'
import { useTaskWork } from './use-task-work.js'

/** The last things that the server confirmed. */
export function Receipts() {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const words = useTaskWords()
  const { data, error, refetch } = useAsk('tasks', { states: ['sent'], limit: 8 })
  const tasks = useMemo(() => [...(data ?? [])].sort((one, other) => (other.sentAt ?? 0) - (one.sentAt ?? 0)), [data])
  const work = useTaskWork(tasks)
  return (
    <Card title={t('sync.recent.title')} lead={t('sync.recent.lead')}>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={80} />}
      {data?.length === 0 && <p className={styles.none}>{t('sync.recent.empty')}</p>}
      <ul className={styles.lines}>
        {tasks.map((task) => (
          <li key={task.id} className="numbers">
            <span className={styles.receipt}>
              <span>{words.type(task)}</span>
              <span>{work.get(task.id)}</span>
            </span>
            <span>{formats.moment(task.sentAt ?? task.createdAt, now)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
