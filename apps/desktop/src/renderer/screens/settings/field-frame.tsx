import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SettingView } from '../../../bridge/shapes.js'
import { problemWords } from '../../i18n/agent-words.js'
import { CopyDetails } from '../../ui/copy-details.js'
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
  const { t, i18n } = useTranslation()
  const problem = setting?.problem && problemWords(setting.problem, i18n)
  return (
    <div className={styles.field}>
      {children}
      {isFixed(setting) && (
        <p className={styles.fixed}>
          <IconLock size={14} aria-hidden />
          {t('settings.fromElsewhere', { source: setting?.source ?? '' })}
        </p>
      )}
      {problem && <p className={styles.bad}>{problem.message}</p>}
      <CopyDetails text={problem?.detail} />
      {setting?.origin === 'file' && JSON.stringify(setting.value) !== JSON.stringify(setting.default) && (
        <Button variant="subtle" size="compact-xs" className={styles.back} onClick={onDefault}>
          {t('settings.toDefault')}
        </Button>
      )}
    </div>
  )
}
