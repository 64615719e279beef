import { Skeleton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { EmptyNote } from '../../ui/empty-note.js'
import { IconCheck } from '../../ui/icons.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { useTaskWords } from './task-words.js'
import styles from './tasks.module.css'
import { useTaskWork } from './use-task-work.js'

const HEIGHT = 52
const SHOWN = 8
/** So many at a time are asked what they are about, so that scrolling by a row asks nothing. */
const STEP = 100
const rowHeight = (): number => HEIGHT

/** What waits, in the order in which it goes; what waits for something says for what. */
export function Queue() {
  const { t } = useTranslation()
  const { data, error, refetch } = useAsk('tasks', { states: ['pending', 'leased', 'failed'], limit: 10_000 })
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  const count = data?.length ?? 0
  return (
    <Card
      title={t('sync.queue.title')}
      lead={t('sync.queue.lead')}
      flush
      aside={count > 0 && <span className="numbers">{t('sync.queue.count', { count })}</span>}
    >
      {!data && <Skeleton height={200} m="md" />}
      {data && count === 0 && <EmptyNote icon={<IconCheck size={22} />} title={t('sync.queue.empty')} />}
      {data && count > 0 && <Rows tasks={data} />}
    </Card>
  )
}

function Rows({ tasks }: { tasks: readonly TaskView[] }) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => box.current,
    estimateSize: rowHeight,
    getItemKey: useCallback((index: number) => tasks[index]?.id ?? index, [tasks]),
    overscan: 8,
  })
  const rows = virtual.getVirtualItems()
  const first = Math.floor((rows[0]?.index ?? 0) / STEP) * STEP
  const end = Math.ceil(((rows.at(-1)?.index ?? 0) + 1) / STEP) * STEP
  const work = useTaskWork(useMemo(() => tasks.slice(first, end), [tasks, first, end]))
  return (
    <section
      ref={box}
      className={styles.scroll}
      style={{ height: Math.min(tasks.length, SHOWN) * HEIGHT }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={t('sync.queue.lead')}
    >
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const task = tasks[index]
          return (
            task && (
              <li key={key} className={styles.row} style={{ height: HEIGHT, transform: `translateY(${start}px)` }}>
                <TaskLine task={task} work={work.get(task.id)} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

function TaskLine({ task, work }: { task: TaskView; work: string | undefined }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const words = useTaskWords()
  const { notBefore, state } = task
  const next =
    notBefore === undefined
      ? undefined
      : notBefore > now
        ? t('sync.failed.nextTry', { when: formats.relative(notBefore, now) })
        : t('sync.failed.dueNow')
  const reason = words.reason(task)
  const why = [reason?.message, state === 'failed' ? next : undefined].filter(Boolean).join(' ')
  return (
    <>
      <span className={`${styles.when} numbers`}>{formats.moment(task.createdAt, now)}</span>
      <span className={styles.what}>
        <span className={styles.type}>{words.type(task)}</span>
        <span className={styles.work} title={work}>
          {work}
        </span>
      </span>
      <span className={styles.why} title={[why || words.state(task), reason?.detail].filter(Boolean).join('\n')}>
        {why || words.state(task)}
      </span>
    </>
  )
}
