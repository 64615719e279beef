import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'
import { EmptyNote } from '../../ui/empty-note.js'
import { IconPhoto } from '../../ui/icons.js'
import { ProblemNote } from '../../ui/problem-note.js'
import styles from './gallery.module.css'
import { ShotCard } from './shot-card.js'

const Viewer = lazy(() => import('./viewer.js'))

/** Every picture that is still on this computer: those nobody else has, and those on their way. */
export function Gallery({ quiet }: { quiet: boolean }) {
  const { t } = useTranslation()
  const { data: shots, error, refetch } = useAsk('shots', { states: ['held', 'queued'], limit: 500 })
  const [open, setOpen] = useState<string>()
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!shots) return <Skeleton height={260} radius="lg" />
  const here = shots.filter(({ picture }) => picture)
  if (here.length === 0) {
    if (quiet) return null
    return (
      <EmptyNote icon={<IconPhoto size={22} />} title={t('screenshots.emptyTitle')} body={t('screenshots.emptyBody')} />
    )
  }
  const held = here.filter(({ state }) => state === 'held')
  const queued = here.filter(({ state }) => state === 'queued')
  return (
    <>
      <Group title={t('screenshots.heldTitle')} lead={t('screenshots.heldBody')} shots={held} onOpen={setOpen} />
      <Group title={t('screenshots.queuedTitle')} lead={t('screenshots.queuedBody')} shots={queued} onOpen={setOpen} />
      <Suspense fallback={null}>
        {open !== undefined && <Viewer shots={here} id={open} onShow={setOpen} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  )
}

interface GroupProps {
  readonly title: string
  readonly lead: string
  readonly shots: readonly ShotView[]
  readonly onOpen: (id: string) => void
}

function Group({ title, lead, shots, onOpen }: GroupProps) {
  if (shots.length === 0) return null
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      <p>{lead}</p>
      <ul className={styles.grid}>
        {shots.map((shot) => (
          <li key={shot.id}>
            <ShotCard shot={shot} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  )
}
