import { ActionIcon, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { IconTrash } from '../../ui/icons.js'
import { DeleteShots } from './delete-shots.js'
import styles from './gallery.module.css'
import { HoldWords } from './hold-words.js'
import { useNear, usePicture } from './use-picture.js'

export function ShotCard({ shot, onOpen }: { shot: ShotView; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { ref, near } = useNear()
  const { address, error } = usePicture(shot.id, shot.picture?.redacted, near)
  const [deleting, setDeleting] = useState(false)
  const time = formats.moment(shot.takenAt, now)
  return (
    <article ref={ref} className={styles.card}>
      <button
        type="button"
        className={styles.open}
        aria-label={t('screenshots.open', { time })}
        onClick={() => onOpen(shot.id)}
      >
        {address ? (
          <img className={styles.picture} src={address} alt="" decoding="async" />
        ) : error ? (
          <span className={styles.missing}>{t('screenshots.noPicture')}</span>
        ) : (
          <Skeleton className={styles.picture} radius={0} />
        )}
      </button>
      <div className={styles.foot}>
        <div>
          <span className={`${styles.when} numbers`}>{time}</span>
          <div className={`${styles.fate} numbers`}>
            <HoldWords shot={shot} />
            {shot.picture?.redacted === 'all' && <span>{t('screenshots.coveredAll')}</span>}
            {typeof shot.picture?.redacted === 'number' && shot.picture.redacted > 0 && (
              <span>{t('screenshots.covered', { count: shot.picture.redacted })}</span>
            )}
          </div>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={`${t('screenshots.delete')}: ${time}`}
          onClick={() => setDeleting(true)}
        >
          <IconTrash size={18} stroke={1.7} />
        </ActionIcon>
      </div>
      <DeleteShots ids={deleting ? [shot.id] : []} onClose={() => setDeleting(false)} />
    </article>
  )
}
