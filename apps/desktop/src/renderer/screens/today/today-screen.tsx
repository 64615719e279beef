import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDialog } from '../../app/dialogs.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { IconPlus } from '../../ui/icons.js'
import { Page } from '../../ui/page.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { DayEntries } from './day-entries.js'
import { DayTimeline } from './day-timeline.js'
import { Hero } from './hero.js'
import { Offers } from './offers.js'
import { ProjectTotals } from './project-totals.js'
import styles from './today.module.css'
import { useToday } from './use-today.js'

export function TodayScreen() {
  const { t } = useTranslation()
  const formats = useFormats()
  const open = useDialog()
  const today = useToday()
  return (
    <Page
      title={t('app.today')}
      actions={
        <>
          <span className={styles.date}>{formats.day(today.day, today.day)}</span>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => open({ kind: 'add', day: today.day })}
          >
            {t('today.add')}
          </Button>
        </>
      }
    >
      <Hero />
      <Offers />
      {today.error ? (
        <ProblemNote error={today.error} onRetry={today.retry} />
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <Card title={t('today.timeline')}>
              <DayTimeline today={today} />
            </Card>
            <Card title={t('today.entries')} flush>
              <DayEntries today={today} />
            </Card>
          </div>
          <ProjectTotals today={today} />
        </div>
      )}
    </Page>
  )
}
