import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../bridge/commands.js'
import { ProblemNote } from '../../ui/problem-note.js'
import styles from './settings.module.css'

interface SignInFormProps {
  readonly email?: string | undefined
  readonly server?: string | undefined
  /** It was named before, so it is not asked for again. */
  readonly hideServer?: boolean
  readonly onDone?: () => void
}

export function SignInForm({
  email: knownEmail = '',
  server: knownServer = '',
  hideServer = false,
  onDone,
}: SignInFormProps) {
  const { t } = useTranslation()
  const [server, setServer] = useState(knownServer)
  const [email, setEmail] = useState(knownEmail)
  const [password, setPassword] = useState('')
  const [register, setRegister] = useState(false)
  const { mutate, isPending, error } = useCommand('signIn', {
    quiet: true,
    onDone: () => {
      setPassword('')
      onDone?.()
    },
  })
  const address = (hideServer ? knownServer : server).trim()
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        mutate({ email: email.trim(), password, register, ...(address ? { server: address } : {}) })
      }}
    >
      {!hideServer && (
        <TextInput
          type="url"
          required
          label={t('settings.serverAddress')}
          description={t('settings.serverHint')}
          value={server}
          onChange={(event) => setServer(event.currentTarget.value)}
        />
      )}
      <TextInput
        type="email"
        required
        autoComplete="username"
        label={t('settings.email')}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        required
        autoComplete={register ? 'new-password' : 'current-password'}
        label={t('settings.password')}
        visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error && <ProblemNote error={error} />}
      <div className={styles.formActions}>
        <Button type="submit" loading={isPending}>
          {register ? t('settings.register') : t('settings.signIn')}
        </Button>
        <Button variant="subtle" onClick={() => setRegister(!register)}>
          {register ? t('settings.haveAccount') : t('settings.noAccount')}
        </Button>
      </div>
    </form>
  )
}
