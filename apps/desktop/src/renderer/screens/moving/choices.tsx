import { Button, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FormerView } from '../../../bridge/moving.js'
import styles from './former.module.css'
import type { FormerInput } from './use-former.js'

interface ChoicesProps {
  readonly view: FormerView
  readonly input: FormerInput
  readonly disabled: boolean
  /** Looks again: what it changes is shown before anything is imported. */
  readonly onChange: (changes: FormerInput) => void
  readonly onNamed: (input: FormerInput) => void
}

/** Only what makes a difference for this file; each is off until somebody wants it, but the screenshots. */
export function Choices({ view, input, disabled, onChange, onNamed }: ChoicesProps) {
  const { t } = useTranslation()
  const { facts, screenshots } = view
  const offered = [
    ['endOpen', facts.withoutEnd > 0],
    ['dayTotals', facts.unexplainedDays > 0],
    ['resend', facts.delivered > 0],
  ] as const
  const shown = offered.filter(([name, matters]) => matters || input[name])
  const hasShots = screenshots.waiting > 0
  if (shown.length === 0 && !hasShots && view.unnamedProjects.length === 0) return null
  return (
    <details className={styles.more}>
      <summary>{t('moving.options')}</summary>
      {shown.map(([name]) => (
        <Switch
          key={name}
          label={t(`moving.${name}`)}
          description={t(`moving.${name}Hint`)}
          checked={input[name] ?? false}
          disabled={disabled}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
      ))}
      {hasShots && (
        <Switch
          label={t('moving.screenshots')}
          checked={input.screenshots ?? true}
          disabled={disabled}
          onChange={(event) => onChange({ screenshots: event.currentTarget.checked })}
        />
      )}
      <Names view={view} input={input} disabled={disabled} onChange={onChange} onNamed={onNamed} />
    </details>
  )
}

function Names({ view, input, disabled, onChange, onNamed }: ChoicesProps) {
  const { t } = useTranslation()
  const named = input.projects ?? {}
  const ids = [...new Set([...Object.keys(named), ...view.unnamedProjects])]
  if (ids.length === 0) return null
  return (
    <fieldset className={styles.names}>
      <legend>{t('moving.projects')}</legend>
      <p className={styles.note}>{t('moving.projectsHint')}</p>
      {ids.map((id) => (
        <TextInput
          key={id}
          label={id}
          value={named[id] ?? ''}
          maxLength={200}
          disabled={disabled}
          onChange={(event) => onNamed({ ...input, projects: { ...named, [id]: event.currentTarget.value } })}
        />
      ))}
      <Button variant="default" size="compact-sm" disabled={disabled} onClick={() => onChange({})}>
        {t('moving.lookAgain')}
      </Button>
    </fieldset>
  )
}
