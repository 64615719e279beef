import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBridge } from '../../bridge/context.js'
import { useAsk } from '../../bridge/queries.js'
import { useAgentState } from '../../bridge/state.js'
import { useClock } from '../../clock/clock-context.js'
import { addDays, boundsBetween, dayOf, firstOfMonth } from '../../day/calendar.js'
import { Card } from '../../ui/card.js'
import { IconDownload } from '../../ui/icons.js'
import { useTellProblem } from '../../ui/problem-toast.js'
import { tell } from '../../ui/tell.js'
import { saveFile } from './save-file.js'
import styles from './settings.module.css'

const PERIODS = ['month', 'year', 'all'] as const
const FORMATS = ['csv', 'json', 'ics'] as const

export function DataSection() {
  const { t } = useTranslation()
  const { data: about } = useAsk('about', {})
  return (
    <Card title={t('settings.data')}>
      <div className={styles.fields}>
        <div>
          <p className={styles.term}>{t('settings.folder')}</p>
          <code className={styles.code}>{about?.dataFolder ?? '…'}</code>
          <p className={styles.note}>{t('settings.folderHint')}</p>
        </div>
        <Export />
      </div>
    </Card>
  )
}

function Export() {
  const { t } = useTranslation()
  const bridge = useBridge()
  const clock = useClock()
  const { zone } = useAgentState()
  const tellProblem = useTellProblem()
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('month')
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('csv')
  const save = async () => {
    try {
      const today = dayOf(clock.now(), zone)
      const first = { month: firstOfMonth(today), year: `${today.slice(0, 4)}-01-01`, all: '1970-01-01' }[period]
      const file = await bridge.ask('export', { ...boundsBetween(first, addDays(today, 1), zone), format })
      saveFile(file)
      tell(t('settings.exported', { name: file.name }))
    } catch (error) {
      tellProblem(error)
    }
  }
  return (
    <div>
      <p className={styles.term}>{t('settings.export')}</p>
      <p className={styles.note}>{t('settings.exportHint')}</p>
      <div className={styles.pair} style={{ marginTop: 10, marginBottom: 12 }}>
        <Select
          label={t('settings.exportPeriod')}
          value={period}
          allowDeselect={false}
          onChange={(value) => setPeriod(PERIODS.find((each) => each === value) ?? 'month')}
          data={PERIODS.map((value) => ({ value, label: t(`settings.exportPeriods.${value}`) }))}
        />
        <Select
          label={t('settings.exportFormat')}
          value={format}
          allowDeselect={false}
          onChange={(value) => setFormat(FORMATS.find((each) => each === value) ?? 'csv')}
          data={FORMATS.map((value) => ({ value, label: t(`settings.exportFormats.${value}`) }))}
        />
      </div>
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => void save()}>
        {t('settings.exportDo')}
      </Button>
    </div>
  )
}
