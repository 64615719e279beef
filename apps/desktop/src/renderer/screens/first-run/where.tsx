import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../bridge/commands.js'
import { useBridge } from '../../bridge/context.js'
import { useAgentState } from '../../bridge/state.js'
import { IconDeviceDesktop, IconHistory, IconServer } from '../../ui/icons.js'
import { useSetting } from '../settings/use-settings.js'
import styles from './first-run.module.css'

type Choice = 'meantime' | 'hubnity' | 'local'

const CHOICES = [
  ['meantime', IconServer],
  ['hubnity', IconHistory],
  ['local', IconDeviceDesktop],
] as const

/** Its addresses end so; the agent decides by the same rule, and asks the server besides. */
const LIKE_HUBNITY = /^https?:\/\/[^/?#]+(\/[^?#]*)?\/api(\/v1)?\/*$/i

export function Where({ onChosen }: { onChosen: (choice: 'server' | 'local') => void }) {
  const { t } = useTranslation()
  const { server } = useAgentState()
  const kind = useSetting('serverKind')?.value
  const [picked, setPicked] = useState<Choice>()
  const [address, setAddress] = useState(server ?? '')
  const known = kind === 'hubnity' || LIKE_HUBNITY.test(server ?? '') ? 'hubnity' : 'meantime'
  const choice = picked ?? (server === null ? 'local' : known)
  const { name, note, error, isPending, forget } = useNamedServer(setAddress, setPicked, () => onChosen('server'))
  const typed = (text: string) => {
    setAddress(text)
    forget()
    if (choice === 'meantime' && LIKE_HUBNITY.test(text.trim())) setPicked('hubnity')
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (choice === 'local') onChosen('local')
        else name(address.trim(), choice)
      }}
    >
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{t('firstRun.where.title')}</legend>
        {CHOICES.map(([value, Icon]) => (
          <label key={value} className={styles.choice}>
            <input
              type="radio"
              name="where"
              value={value}
              checked={choice === value}
              onChange={() => {
                setPicked(value)
                forget()
              }}
            />
            <Icon size={24} stroke={1.6} aria-hidden />
            <span>
              <strong>{t(`firstRun.where.${value}`)}</strong>
              <small>{t(`firstRun.where.${value}Body`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {choice !== 'local' && (
        <>
          <TextInput
            type="url"
            required
            label={t('settings.serverAddress')}
            description={t(choice === 'hubnity' ? 'firstRun.where.hubnityHint' : 'settings.serverHint')}
            value={address}
            error={error}
            onChange={(event) => typed(event.currentTarget.value)}
          />
          <p className={styles.told} role="status">
            {note !== undefined
              ? t(`firstRun.where.${note}`)
              : choice === 'hubnity' && LIKE_HUBNITY.test(address.trim()) && t('firstRun.where.isHubnity')}
          </p>
        </>
      )}
      <Button type="submit" className={styles.next} loading={isPending}>
        {t('firstRun.next')}
      </Button>
    </form>
  )
}

type Note = 'foundHubnity' | 'foundNoHubnity'

/**
 * The address is asked what it is. Where that differs from what was chosen, it is told and shown; a second press goes on,
 * so that a password later goes where its person saw that it goes.
 */
function useNamedServer(
  setAddress: (address: string) => void,
  setPicked: (choice: Choice) => void,
  onDone: () => void,
) {
  const bridge = useBridge()
  const [note, setNote] = useState<Note>()
  const ask = useMutation({ mutationFn: (server: string) => bridge.ask('whichServer', { server }) })
  const choose = useCommand('chooseServer', { quiet: true, onDone })
  const name = async (server: string, kind: 'meantime' | 'hubnity') => {
    choose.reset()
    const found = note === undefined ? await ask.mutateAsync(server).catch(() => undefined) : undefined
    if (found?.kind === 'hubnity' && (kind !== 'hubnity' || found.server !== server.replace(/\/+$/, ''))) {
      setAddress(found.server)
      setPicked('hubnity')
      setNote('foundHubnity')
    } else if (found?.asked && found.kind === 'meantime' && kind === 'hubnity') setNote('foundNoHubnity')
    else choose.mutate({ server, kind })
  }
  return {
    name: (server: string, kind: 'meantime' | 'hubnity') => void name(server, kind),
    note,
    error: (choose.error ?? ask.error)?.message,
    isPending: ask.isPending || choose.isPending,
    forget: () => {
      setNote(undefined)
      ask.reset()
      choose.reset()
    },
  }
}
