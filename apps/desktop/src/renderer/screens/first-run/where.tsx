import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../../bridge/state.js'
import { IconDeviceDesktop, IconServer } from '../../ui/icons.js'
import { useSetSetting } from '../settings/use-settings.js'
import styles from './first-run.module.css'

type Choice = 'server' | 'local'

export function Where({ onChosen }: { onChosen: (choice: Choice) => void }) {
  const { t } = useTranslation()
  const { server } = useAgentState()
  const [choice, setChoice] = useState<Choice>(server === null ? 'local' : 'server')
  const [address, setAddress] = useState(server ?? '')
  const { set, error, isPending } = useSetSetting('server', { onDone: () => onChosen('server') })
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (choice === 'local') onChosen('local')
        else if (address.trim() === server) onChosen('server')
        else set(address.trim())
      }}
    >
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{t('firstRun.where.title')}</legend>
        {(['server', 'local'] as const).map((value) => (
          <label key={value} className={styles.choice}>
            <input
              type="radio"
              name="where"
              value={value}
              checked={choice === value}
              onChange={() => setChoice(value)}
            />
            {value === 'server' ? (
              <IconServer size={24} stroke={1.6} aria-hidden />
            ) : (
              <IconDeviceDesktop size={24} stroke={1.6} aria-hidden />
            )}
            <span>
              <strong>{t(`firstRun.where.${value}`)}</strong>
              <small>{t(`firstRun.where.${value}Body`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {choice === 'server' && (
        <TextInput
          type="url"
          required
          label={t('settings.serverAddress')}
          description={t('settings.serverHint')}
          value={address}
          error={error}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
      )}
      <Button type="submit" className={styles.next} loading={isPending}>
        {t('firstRun.next')}
      </Button>
    </form>
  )
}
