import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { byProject } from '../../day/totals.js'
import { msWithin, type Stretch } from '../../day/worked.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { ProjectBars } from '../../ui/project-bars.js'
import styles from './today.module.css'
import type { Today } from './use-today.js'

export function ProjectTotals({ today }: { today: Today }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { entries, weekEntries, bounds, week, now } = today
  const projects = entries && byProject(entries, bounds, now)
  return (
    <Card title={t('today.projects')}>
      <dl className={`${styles.totals} numbers`}>
        <div>
          <dt>{t('today.dayTotal')}</dt>
          <dd>{entries ? formats.duration(sum(entries, bounds, now)) : <Skeleton height={28} width={90} />}</dd>
        </div>
        <div>
          <dt>{t('today.weekTotal')}</dt>
          <dd>{weekEntries ? formats.duration(sum(weekEntries, week, now)) : <Skeleton height={28} width={90} />}</dd>
        </div>
      </dl>
      {projects?.length === 0 && <p className={styles.faint}>{t('today.projectsEmpty')}</p>}
      {projects && <ProjectBars totals={projects} />}
    </Card>
  )
}

const sum = (entries: readonly EntryView[], stretch: Stretch, now: number): number =>
  entries.reduce((total, { segments }) => total + msWithin(segments, stretch, now), 0)
