import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { useFateWords } from './fate-words.js'
import styles from './shot-log.module.css'

/** Every moment at which a picture was due and what became of it, the ones that were not taken with their reason. */
export function ShotLog() {
  const { t } = useTranslation()
  const { data, error, refetch } = useAsk('shots', { limit: 300 })
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  return (
    <Card title={t('screenshots.log')} lead={t('screenshots.skippedBody')} flush>
      {!data && <Skeleton height={240} m="md" />}
      {data?.length === 0 && <p className={styles.none}>{t('screenshots.logEmpty')}</p>}
      <ul className={styles.log}>
        {data?.map((shot) => (
          <Line key={shot.id} shot={shot} />
        ))}
      </ul>
    </Card>
  )
}

function Line({ shot }: { shot: ShotView }) {
  const formats = useFormats()
  const now = useNow('minute')
  const words = useFateWords()
  return (
    <li className={styles.line} data-state={shot.state}>
      <span className={`${styles.when} numbers`}>{formats.moment(shot.takenAt, now)}</span>
      <span className={styles.fate}>{words(shot)}</span>
      {shot.monitor && <span className={styles.screen}>{shot.monitor}</span>}
    </li>
  )
}
