import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../bridge/operations.js'
import { IconCheck } from '../../ui/icons.js'
import styles from './former.module.css'

/** What came, in words; the place where a reader of screens goes on. */
export function Brought({ imported, onAgain }: { imported: Output<'importFormer'>; onAgain: () => void }) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { imported: entries, pictures, known, waitingPictures } = imported
  return (
    <div className={styles.brought}>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        <IconCheck size={20} aria-hidden />
        {t('moving.done')}
      </h2>
      <ul className={styles.list}>
        <li>{t('moving.imported', { count: entries })}</li>
        {pictures > 0 && <li>{t('moving.pictures', { count: pictures })}</li>}
        {known > 0 && <li>{t('moving.known', { count: known })}</li>}
        {waitingPictures > 0 && <li>{t('moving.waiting', { count: waitingPictures })}</li>}
      </ul>
      <p className={styles.note}>{t('moving.untouched')}</p>
      <Button variant="default" onClick={onAgain}>
        {t('moving.lookAgain')}
      </Button>
    </div>
  )
}
