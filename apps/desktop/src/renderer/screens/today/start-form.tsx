import { Button, Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { START_FIELD_ID } from '../../app/start-focus.js'
import { useAsk } from '../../bridge/queries.js'
import { useAgentState } from '../../bridge/state.js'
import { useClock } from '../../clock/clock-context.js'
import { useTimer } from '../../entry/use-timer.js'
import { useFormats } from '../../format/formats-context.js'
import { IconPlayerPlayFilled } from '../../ui/icons.js'
import { ProjectField, projectOf } from '../../ui/project-field.js'
import { ProjectMark } from '../../ui/project-mark.js'
import styles from './start-form.module.css'

/** What to work on, with what was worked on before. Enter starts, also with nothing written: names can come later. */
export function StartForm() {
  const { t } = useTranslation()
  const { current } = useAgentState()
  const timer = useTimer()
  const [description, setDescription] = useState('')
  const [project, setProject] = useState('')
  const label = current ? t('today.whatNext') : t('today.what')

  const begin = (work: { description: string; project: string | null }) => {
    timer.begin(work)
    setDescription('')
    setProject('')
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        begin({ description: description.trim(), project: projectOf(project) })
      }}
    >
      <Suggested value={description} onChange={setDescription} label={label} onChoose={begin} />
      <ProjectField
        className={styles.project}
        variant="unstyled"
        size="md"
        aria-label={t('today.project')}
        placeholder={t('today.project')}
        value={project}
        onChange={setProject}
      />
      <Button
        type="submit"
        size="md"
        className={styles.go}
        leftSection={<IconPlayerPlayFilled size={16} />}
        loading={timer.busy}
        loaderProps={{ type: 'dots' }}
      >
        {current ? t('today.switch') : t('today.start')}
      </Button>
    </form>
  )
}

interface SuggestedProps {
  readonly value: string
  readonly label: string
  readonly onChange: (text: string) => void
  readonly onChoose: (work: { description: string; project: string | null }) => void
}

function Suggested({ value, label, onChange, onChoose }: SuggestedProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const clock = useClock()
  const [text] = useDebouncedValue(value.trim(), 90)
  const { data = [] } = useAsk('suggestions', { text }, { keep: true })
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(index) => {
        const chosen = data[Number(index)]
        combobox.closeDropdown()
        if (chosen) onChoose(chosen)
      }}
      offset={6}
    >
      <Combobox.Target>
        <TextInput
          id={START_FIELD_ID}
          className={styles.what}
          variant="unstyled"
          size="md"
          aria-label={label}
          placeholder={label}
          maxLength={5000}
          autoComplete="off"
          value={value}
          onChange={(event) => {
            onChange(event.currentTarget.value)
            combobox.openDropdown()
            combobox.resetSelectedOption()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={data.length === 0}>
        <Combobox.Options aria-label={t('today.suggestions')}>
          {data.map((work, index) => (
            <Combobox.Option
              key={`${work.description}\n${work.project}`}
              value={String(index)}
              className={styles.option}
            >
              <span className={styles.optionWhat}>{work.description || t('today.untitled')}</span>
              {work.project !== null && <ProjectMark project={work.project} quiet />}
              <span className={styles.optionWhen}>{formats.relative(work.lastUsedAt, clock.now())}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
