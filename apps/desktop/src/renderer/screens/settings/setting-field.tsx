import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldFrame } from './field-frame.js'
import { isFixed, useSetSetting, useSetting } from './use-settings.js'

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
}

/** Saved when it is switched. */
export function SwitchField({ name, label, hint }: FieldProps) {
  const setting = useSetting(name)
  const { set, error } = useSetSetting(name)
  return (
    <FieldFrame setting={setting} onDefault={() => set(undefined)}>
      <Switch
        label={label}
        description={hint}
        checked={setting?.value === true}
        disabled={!setting || isFixed(setting)}
        error={error}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    </FieldFrame>
  )
}

export function ChoiceField({
  name,
  label,
  hint,
  choices,
}: FieldProps & { choices: readonly { value: string; label: string }[] }) {
  const setting = useSetting(name)
  const { set, error } = useSetSetting(name)
  return (
    <FieldFrame setting={setting} onDefault={() => set(undefined)}>
      <Select
        label={label}
        description={hint}
        data={[...choices]}
        value={setting ? String(setting.value) : null}
        disabled={!setting || isFixed(setting)}
        error={error}
        allowDeselect={false}
        maw={320}
        onChange={(value) => value !== null && set(value)}
      />
    </FieldFrame>
  )
}

/** Saved when the field is left or Enter is pressed: not every digit on the way is meant. */
export function NumberField({ name, label, hint, least, most }: FieldProps & { least: number; most: number }) {
  const setting = useSetting(name)
  const { set, error } = useSetSetting(name)
  const saved = Number(setting?.value ?? 0)
  const [value, setValue] = useState<number | string>(saved)
  useEffect(() => setValue(saved), [saved])
  const save = () => {
    if (value === '' || Number(value) === saved) setValue(saved)
    else set(Number(value))
  }
  return (
    <FieldFrame setting={setting} onDefault={() => set(undefined)}>
      <NumberInput
        label={label}
        description={hint}
        value={value}
        min={least}
        max={most}
        clampBehavior="blur"
        allowDecimal={false}
        disabled={!setting || isFixed(setting)}
        error={error}
        maw={320}
        onChange={setValue}
        onBlur={save}
        onKeyDown={onEnter(save)}
      />
    </FieldFrame>
  )
}

export function TextField({ name, label, hint, placeholder }: FieldProps & { placeholder?: string }) {
  const setting = useSetting(name)
  const { set, error } = useSetSetting(name)
  const saved = typeof setting?.value === 'string' ? setting.value : ''
  const [value, setValue] = useState(saved)
  useEffect(() => setValue(saved), [saved])
  const save = () => {
    if (value.trim() !== saved) set(value.trim() === '' ? undefined : value.trim())
  }
  return (
    <FieldFrame setting={setting} onDefault={() => set(undefined)}>
      <TextInput
        label={label}
        description={hint}
        placeholder={placeholder}
        value={value}
        disabled={!setting || isFixed(setting)}
        error={error}
        maw={460}
        onChange={(event) => setValue(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={onEnter(save)}
      />
    </FieldFrame>
  )
}

export function ListField({ name, label, hint }: FieldProps) {
  const { t } = useTranslation()
  const setting = useSetting(name)
  const { set, error } = useSetSetting(name)
  const value = Array.isArray(setting?.value) ? (setting.value as unknown[]).map(String) : []
  return (
    <FieldFrame setting={setting} onDefault={() => set(undefined)}>
      <TagsInput
        label={label}
        description={hint}
        value={value}
        disabled={!setting || isFixed(setting)}
        error={error}
        acceptValueOnBlur
        maw={560}
        clearButtonProps={{ 'aria-label': t('app.close') }}
        onChange={set}
      />
    </FieldFrame>
  )
}

const onEnter = (save: () => void) => (event: KeyboardEvent) => {
  if (event.key === 'Enter') save()
}
