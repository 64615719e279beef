import { Button, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDialog } from '../../app/dialogs.js'
import { usePreferences } from '../../app/preferences-context.js'
import { go } from '../../app/route.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import { furtherWords } from '../screenshots/further-words.js'
import { ChoiceField, ListField, NumberField, SwitchField, TextField } from './setting-field.js'
import styles from './settings.module.css'

export function Delivery() {
  const { t } = useTranslation()
  const { account } = useAgentState()
  return (
    <Card title={t('settings.delivery')}>
      <div className={styles.fields}>
        <TextField
          name="server"
          label={t('settings.serverAddress')}
          hint={t('settings.serverHint')}
          placeholder={account?.server ?? t('settings.serverNone')}
        />
        <ChoiceField
          name="serverKind"
          label={t('settings.serverKind')}
          hint={t('settings.serverKindHint')}
          choices={[
            { value: 'auto', label: t('settings.serverKinds.auto') },
            { value: 'meantime', label: t('settings.serverKinds.meantime') },
            { value: 'hubnity', label: t('settings.serverKinds.hubnity') },
          ]}
        />
        <SwitchField name="autoSync" label={t('settings.autoSync')} hint={t('settings.autoSyncHint')} />
      </div>
    </Card>
  )
}

export function Privacy() {
  const { t } = useTranslation()
  const { capture } = useAgentState()
  const formats = useFormats()
  const now = useNow('minute')
  return (
    <Card title={t('settings.privacy')}>
      <div className={styles.fields}>
        <div className={styles.account}>
          <p>
            {capture.on && capture.agreedAt
              ? t('settings.screenshotsOn', { when: formats.moment(capture.agreedAt, now) })
              : t('settings.screenshotsOff')}
          </p>
          <Button variant="default" onClick={() => go('screenshots')}>
            {t('settings.screenshotsOpen')}
          </Button>
        </div>
        {capture.further.length > 0 && (
          <p className={styles.warning} role="status">
            {t('settings.further')} ({furtherWords(capture.further, t, formats)})
          </p>
        )}
        <NumberField
          name="screenshotCoolingOff"
          label={t('settings.coolingOff')}
          hint={t('settings.coolingOffHint')}
          least={0}
          most={10_080}
        />
        <SwitchField name="screenshotPixelate" label={t('settings.pixelate')} hint={t('settings.pixelateHint')} />
        <ChoiceField
          name="screenshotScreens"
          label={t('settings.screens')}
          choices={[
            { value: 'active', label: t('settings.screensChoices.active') },
            { value: 'all', label: t('settings.screensChoices.all') },
          ]}
        />
        <NumberField name="screenshotMaxWidth" label={t('settings.maxWidth')} least={64} most={16_384} />
        <ListField name="excludedApps" label={t('settings.excludedApps')} hint={t('settings.excludedHint')} />
        <ListField name="excludedTitles" label={t('settings.excludedTitles')} hint={t('settings.excludedHint')} />
      </div>
    </Card>
  )
}

export function Schedule() {
  const { t } = useTranslation()
  return (
    <Card title={t('settings.schedule')}>
      <div className={styles.fields}>
        <NumberField
          name="screenshotInterval"
          label={t('settings.interval')}
          hint={t('settings.intervalHint')}
          least={1}
          most={1440}
        />
        <NumberField
          name="idleLimit"
          label={t('settings.idleLimit')}
          hint={t('settings.idleLimitHint')}
          least={1}
          most={1440}
        />
        <ListField name="privatePeriods" label={t('settings.privatePeriods')} hint={t('settings.privatePeriodsHint')} />
      </div>
    </Card>
  )
}

/** What belongs to a desktop; in a browser there is nothing of it. */
export function Desktop() {
  const { t } = useTranslation()
  return (
    <Card title={t('settings.desktop')}>
      <div className={styles.fields}>
        <SwitchField name="autostart" label={t('settings.autostart')} />
        <SwitchField name="closeToTray" label={t('settings.closeToTray')} hint={t('settings.closeToTrayHint')} />
        <SwitchField name="notifications" label={t('settings.notifications')} />
        <TextField name="shortcutToggle" label={t('settings.shortcutToggle')} hint={t('settings.shortcutHint')} />
        <TextField name="shortcutOpen" label={t('settings.shortcutOpen')} />
      </div>
    </Card>
  )
}

export function Shortcuts() {
  const { t } = useTranslation()
  const open = useDialog()
  const { preferences, set } = usePreferences()
  return (
    <Card title={t('settings.shortcuts')}>
      <div className={styles.fields}>
        <Switch
          label={t('settings.singleKeys')}
          description={t('settings.singleKeysHint')}
          checked={preferences.singleKeys}
          onChange={(event) => set('singleKeys', event.currentTarget.checked)}
        />
        <div>
          <Button variant="default" onClick={() => open({ kind: 'shortcuts' })}>
            {t('settings.allShortcuts')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
