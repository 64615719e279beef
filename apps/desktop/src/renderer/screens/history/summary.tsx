import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { byDay, byProject } from '../../day/totals.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { ProjectBars } from '../../ui/project-bars.js'
import styles from './history.module.css'
import type { Period } from './period.js'

/** The charts' library is the largest part of the window, and only this screen needs it. */
const DayChart = lazy(() => import('./day-chart.js'))

export const CHART_HEIGHT = 216

export function Summary({ period, entries }: { period: Period; entries: readonly EntryView[] | undefined }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { zone } = useAgentState()
  const now = useNow('minute')
  const days = useMemo(() => byDay(entries ?? [], period.days, period, zone, now), [entries, period, zone, now])
  const projects = useMemo(() => byProject(entries ?? [], period, now), [entries, period, now])
  const total = days.reduce((sum, { ms }) => sum + ms, 0)
  const worked = days.filter(({ ms }) => ms > 0).length
  const figures = [
    [t('history.total'), formats.duration(total)],
    [t('history.days'), formats.number(worked)],
    [t('history.average'), formats.duration(worked === 0 ? 0 : total / worked)],
  ] as const
  return (
    <div className={styles.summary}>
      <Card>
        <dl className={`${styles.figures} numbers`}>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{entries ? value : <Skeleton height={28} width={90} />}</dd>
            </div>
          ))}
        </dl>
        <div style={{ height: CHART_HEIGHT }}>
          {entries && (
            <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
              <DayChart days={days} projects={projects.map(({ project }) => project)} />
            </Suspense>
          )}
        </div>
      </Card>
      <Card title={t('history.byProject')}>
        {entries ? <ProjectBars totals={projects} share={total} /> : <Skeleton height={200} />}
        {entries && projects.length === 0 && <p className={styles.faint}>{t('history.chartEmpty')}</p>}
      </Card>
    </div>
  )
}
