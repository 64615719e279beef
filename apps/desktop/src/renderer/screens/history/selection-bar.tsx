import { ActionIcon, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { useEntryCommands } from '../../entry/entry-commands.js'
import { IconArrowMerge, IconTrash, IconX } from '../../ui/icons.js'
import styles from './history.module.css'

export function SelectionBar({ entries, onClear }: { entries: readonly EntryView[]; onClear: () => void }) {
  const { t } = useTranslation()
  const { merge, remove, busy } = useEntryCommands({ onDone: onClear })
  // The first in time keeps its description.
  const ids = [...entries].sort((one, other) => one.startedAt - other.startedAt).map(({ id }) => id)
  const running = entries.some(({ state }) => state !== 'stopped')
  return (
    <section className={styles.selection} aria-label={t('entry.selected', { count: ids.length })} aria-busy={busy}>
      <strong role="status">{t('entry.selected', { count: ids.length })}</strong>
      <Button
        variant="default"
        leftSection={<IconArrowMerge size={16} />}
        disabled={ids.length < 2 || running}
        onClick={() => merge(ids)}
      >
        {t('entry.merge')}
      </Button>
      <Button variant="light" color="brick" leftSection={<IconTrash size={16} />} onClick={() => remove(ids)}>
        {t('entry.delete')}
      </Button>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('entry.clear')} onClick={onClear}>
        <IconX size={18} />
      </ActionIcon>
    </section>
  )
}
