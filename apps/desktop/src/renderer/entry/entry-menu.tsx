import { Menu } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useDialog } from '../app/dialogs.js'
import { IconArrowsSplit2, IconDots, IconPencil, IconPlayerPlay, IconTrash } from '../ui/icons.js'
import { useEntryCommands } from './entry-commands.js'
import styles from './entry-row.module.css'

interface EntryMenuProps {
  readonly entry: EntryView
  /** What it is called to readers of screens. */
  readonly label: string
  readonly onContinue: (entry: EntryView) => void
}

/** A list of thousands has thousands of these, so the menu itself is made when it is asked for. */
export function EntryMenu(props: EntryMenuProps) {
  const [asked, setAsked] = useState(false)
  if (asked) return <OpenMenu {...props} />
  return (
    <button
      type="button"
      className={styles.icon}
      aria-haspopup="menu"
      aria-label={props.label}
      onClick={() => setAsked(true)}
    >
      <IconDots size={18} />
    </button>
  )
}

function OpenMenu({ entry, onContinue, label }: EntryMenuProps) {
  const { t } = useTranslation()
  const open = useDialog()
  const { remove } = useEntryCommands()
  return (
    <Menu position="bottom-end" width={190} defaultOpened>
      <Menu.Target>
        <button type="button" className={styles.icon} aria-label={label}>
          <IconDots size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {entry.state === 'stopped' && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => onContinue(entry)}>
            {t('entry.continue')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => open({ kind: 'edit', entry })}>
          {t('entry.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowsSplit2 size={16} />} onClick={() => open({ kind: 'split', entry })}>
          {t('entry.split')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} className={styles.remove} onClick={() => remove([entry.id])}>
          {t('entry.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
