import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingView } from '../../../bridge/shapes.js'
import { IconLock } from '../../ui/icons.js'
import styles from './settings.module.css'
import { isFixed } from './use-settings.js'

/** Says where a value comes from when it is not from here, and leads back to the default when it is. */
export function FieldFrame({
  setting,
  onDefault,
  children,
}: {
  setting: SettingView | undefined
  onDefault: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <div className={styles.field}>
      {children}
      {isFixed(setting) && (
        <p className={styles.fixed}>
          <IconLock size={14} aria-hidden />
          {t('settings.fromElsewhere', { source: setting?.source ?? '' })}
        </p>
      )}
      {setting?.problem && <p className={styles.bad}>{setting.problem.message}</p>}
      {setting?.origin === 'file' && JSON.stringify(setting.value) !== JSON.stringify(setting.default) && (
        <Button variant="subtle" size="compact-xs" className={styles.back} onClick={onDefault}>
          {t('settings.toDefault')}
        </Button>
      )}
    </div>
  )
}
