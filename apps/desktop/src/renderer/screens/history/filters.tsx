import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'
import { IconSearch } from '../../ui/icons.js'
import styles from './history.module.css'

export interface Filter {
  readonly text: string
  /** Null is no project, undefined is any. */
  readonly project: string | null | undefined
}

export const NO_FILTER: Filter = { text: '', project: undefined }

export const isFiltered = ({ text, project }: Filter): boolean => text.trim() !== '' || project !== undefined

export function matching(entries: readonly EntryView[], filter: Filter): readonly EntryView[] {
  if (!isFiltered(filter)) return entries
  const words = filter.text.trim().toLocaleLowerCase().split(/\s+/)
  return entries.filter(({ description, project }) => {
    if (filter.project !== undefined && project !== filter.project) return false
    const text = `${description} ${project ?? ''}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** No project has this name: a name is trimmed. */
const NONE = ' '

export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation()
  const { data: projects = [] } = useAsk('projects', {})
  return (
    <div className={styles.filters}>
      <TextInput
        type="search"
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        leftSection={<IconSearch size={16} />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Select
        aria-label={t('history.project')}
        placeholder={t('history.everyProject')}
        clearable
        clearButtonProps={{ 'aria-label': t('history.everyProject') }}
        searchable={projects.length > 10}
        value={filter.project === undefined ? null : (filter.project ?? NONE)}
        onChange={(value) =>
          onChange({ ...filter, project: value === null ? undefined : value === NONE ? null : value })
        }
        data={[
          ...projects.map((project) => ({ value: project, label: project })),
          { value: NONE, label: t('history.noProject') },
        ]}
      />
    </div>
  )
}
