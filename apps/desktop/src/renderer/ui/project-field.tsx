import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useAsk } from '../bridge/queries.js'

interface ProjectFieldProps
  extends Pick<AutocompleteProps, 'label' | 'placeholder' | 'aria-label' | 'size' | 'className' | 'variant'> {
  /** Empty is none. */
  readonly value: string
  readonly onChange: (project: string) => void
}

/** A project is a name: one that exists, or a new one. */
export function ProjectField({ value, onChange, ...others }: ProjectFieldProps) {
  const { data: projects } = useAsk('projects', {})
  return (
    <Autocomplete
      {...others}
      value={value}
      onChange={onChange}
      data={projects ?? []}
      maxLength={200}
      limit={30}
      maxDropdownHeight={240}
      selectFirstOptionOnChange={false}
    />
  )
}

export const projectOf = (text: string): string | null => text.trim() || null
