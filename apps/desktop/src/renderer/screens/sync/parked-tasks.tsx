import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../../bridge/shapes.js'
import { useCommand } from '../../bridge/commands.js'
import { useAsk } from '../../bridge/queries.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { Confirm } from '../../ui/confirm.js'
import { IconCopy } from '../../ui/icons.js'
import { tell } from '../../ui/tell.js'
import { taskDetails, useTaskWords } from './task-words.js'
import styles from './tasks.module.css'
import { useTaskWork } from './use-task-work.js'

const NONE: readonly TaskView[] = []

/** What the server will not take as it is: the reason first, then what can be done. */
export function ParkedTasks() {
  const { t } = useTranslation()
  const { sync } = useAgentState()
  const { data } = useAsk('tasks', { states: ['dead'], limit: 200 }, { enabled: sync.counts.dead > 0 })
  const tasks = data ?? NONE
  const work = useTaskWork(tasks)
  const retry = useCommand('retryTasks', { onDone: () => tell(t('sync.retried')) })
  if (sync.counts.dead === 0 || tasks.length === 0) return null
  return (
    <Card
      title={t('sync.parked.title')}
      lead={t('sync.parked.lead')}
      tone="bad"
      flush
      aside={
        tasks.length > 1 && (
          <Button
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate({ ids: tasks.map(({ id }) => id) })}
          >
            {t('sync.parked.retryAll')}
          </Button>
        )
      }
    >
      <ul className={styles.parked}>
        {tasks.map((task) => (
          <ParkedTask
            key={task.id}
            task={task}
            work={work.get(task.id)}
            onRetry={() => retry.mutate({ ids: [task.id] })}
          />
        ))}
      </ul>
    </Card>
  )
}

interface ParkedTaskProps {
  readonly task: TaskView
  /** What it is about. */
  readonly work: string | undefined
  readonly onRetry: () => void
}

function ParkedTask({ task, work, onRetry }: ParkedTaskProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const words = useTaskWords()
  const [asking, setAsking] = useState(false)
  const discard = useCommand('discardTasks', {
    onDone: ({ cancelled }) => tell(t('sync.discarded', { count: cancelled })),
  })
  const copy = () => navigator.clipboard.writeText(taskDetails(task)).then(() => tell(t('app.copied')))
  return (
    <li className={styles.parkedTask}>
      <div>
        <p className={styles.reason}>{words.reason(task)?.message ?? words.state(task)}</p>
        <p className={`${styles.meta} numbers`}>
          <span>
            {words.type(task)}
            {work && ` · ${work}`}
          </span>
          <span>{formats.moment(task.createdAt, now)}</span>
          <span>{t('sync.tries', { count: task.attempts })}</span>
        </p>
      </div>
      <div className={styles.actions}>
        <Button variant="default" onClick={onRetry}>
          {t('sync.retry')}
        </Button>
        <Button variant="subtle" color="brick" onClick={() => setAsking(true)}>
          {t('sync.discard')}
        </Button>
        <Tooltip label={t('sync.details')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('sync.details')}
            onClick={() => void copy()}
          >
            <IconCopy size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Confirm
        opened={asking}
        title={t('sync.discardTitle', { count: 1 })}
        body={t('sync.discardBody')}
        action={t('sync.discard')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => discard.mutate({ ids: [task.id] })}
      />
    </li>
  )
}
