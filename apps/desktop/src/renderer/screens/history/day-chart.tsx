import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { useElementSize, useReducedMotion } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { DayTotals } from '../../day/totals.js'
import { useFormats } from '../../format/formats-context.js'
import { useProjectColours } from '../../ui/project-colours.js'
import styles from './history.module.css'
import { CHART_HEIGHT } from './summary.js'

const HOUR = 3_600_000

interface DayChartProps {
  readonly days: readonly DayTotals[]
  readonly projects: readonly (string | null)[]
}

/** Hours by day, stacked by project. The list below says the same in words. */
export default function DayChart({ days, projects }: DayChartProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const colourOf = useProjectColours()
  const still = useReducedMotion()
  const { ref, width } = useElementSize()
  const narrow = width < 560
  const many = days.length > 7
  // Not by their names: a chart takes a dot in a name for a path.
  const series = projects.map((project, index) => ({
    name: `p${index}`,
    label: project ?? t('history.noProject'),
    color: colourOf(project),
  }))
  const data = days.map(({ day, byProject }) => ({
    day,
    ...Object.fromEntries(projects.map((project, index) => [`p${index}`, (byProject.get(project) ?? 0) / HOUR])),
  }))
  const words = days.filter(({ ms }) => ms > 0).map(({ day, ms }) => `${formats.shortDay(day)} ${formats.duration(ms)}`)
  return (
    <figure
      ref={ref}
      className={styles.chart}
      role="img"
      aria-label={t('history.chartLabel', { days: formats.list(words) })}
    >
      <BarChart
        h={CHART_HEIGHT}
        data={data}
        dataKey="day"
        type="stacked"
        series={series}
        withLegend={false}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="0"
        maxBarWidth={many ? 22 : 44}
        valueFormatter={(hours) => formats.duration(hours * HOUR)}
        xAxisProps={{
          tickFormatter: (day: string) =>
            many ? formats.dayOfMonth(day) : narrow ? formats.weekday(day) : formats.shortDay(day),
          // Each, every other, or every fifth: at equal steps, so that a day without a number can be counted.
          interval: many ? (narrow ? 4 : 1) : 0,
        }}
        yAxisProps={{ tickFormatter: (hours: number) => formats.hours(hours * HOUR), width: 40, allowDecimals: false }}
        barProps={{ stroke: 'var(--surface)', strokeWidth: 1.5, isAnimationActive: !still, animationDuration: 250 }}
        tooltipProps={{
          cursor: { fill: 'var(--sunken)' },
          labelFormatter: (day) => (day ? formats.shortDay(String(day)) : ''),
        }}
      />
    </figure>
  )
}
