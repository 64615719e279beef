import { Kbd } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../bridge/queries.js'
import { useAgentState } from '../bridge/state.js'
import { undoWords } from '../entry/undo-words.js'
import { useTimer } from '../entry/use-timer.js'
import { IconPlayerPlay, IconSearch } from '../ui/icons.js'
import { type Command, printed } from './keys.js'
import styles from './palette.module.css'
import { SCREEN_ICONS, SCREENS } from './screens.js'
import { useActions } from './use-actions.js'

/** Every command by its name, and what was worked on before, to go on with. */
export function Palette() {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const commands = useCommands()
  const again = useWorkedOn(query)
  return (
    <Spotlight
      // It listens by itself; Shortcuts does, by the place of the key.
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={[...commands, ...(again.length > 0 ? [{ group: t('app.again'), actions: again }] : [])]}
      nothingFound={t('app.paletteNothing')}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('app.paletteHint'),
        'aria-label': t('app.palette'),
      }}
      classNames={styles as Record<string, string>}
      attributes={{ content: { 'aria-label': t('app.palette') } }}
      lockScroll={false}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      scrollable
      maxHeight={420}
      size={560}
    />
  )
}

function useCommands() {
  const { t } = useTranslation()
  const actions = useActions()
  const { current, undo } = useAgentState()
  const action = (id: Command, label: string, leftSection?: ReactNode): SpotlightActionData => ({
    id,
    label,
    leftSection,
    onClick: actions[id],
    rightSection: printed(id).map((key) => <Kbd key={key}>{key}</Kbd>),
  })
  const timer = [
    ...(current ? [action('pause', current.state === 'running' ? t('today.pause') : t('today.resume'))] : []),
    ...(current ? [action('stop', t('today.stop'))] : []),
    action('focusStart', t('app.shortcuts.focusStart')),
    action('add', t('app.shortcuts.add')),
    ...(undo ? [action('undo', t('app.undoWhat', { what: undoWords(t, undo) }))] : []),
  ]
  const screens = SCREENS.map((screen) => {
    const Icon = SCREEN_ICONS[screen]
    return action(screen, t(`app.${screen}`), <Icon size={18} stroke={1.7} />)
  })
  return [
    { group: t('app.timer'), actions: timer },
    {
      group: t('app.goTo'),
      actions: [...screens, action('syncNow', t('sync.now')), action('shortcuts', t('app.shortcuts.open'))],
    },
  ]
}

function useWorkedOn(query: string): SpotlightActionData[] {
  const timer = useTimer()
  const { t } = useTranslation()
  const [text] = useDebouncedValue(query.trim(), 120)
  const { data = [] } = useAsk('suggestions', { text, limit: 5 }, { keep: true })
  return data.map(({ description, project }) => ({
    id: `again-${description}-${project ?? ''}`,
    label: description || t('today.untitled'),
    ...(project ? { description: project } : {}),
    leftSection: <IconPlayerPlay size={18} stroke={1.7} />,
    onClick: () => timer.begin({ description, project }),
  }))
}
