import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { focusStartField } from '../../app/start-focus.js'
import { useCommand } from '../../bridge/commands.js'
import { useAsk } from '../../bridge/queries.js'
import { useAgentState } from '../../bridge/state.js'
import { Former } from '../moving/former.js'
import { SignInForm } from '../settings/sign-in-form.js'
import styles from './first-run.module.css'
import { Where } from './where.js'

/** In frames. */
const TWO_SECONDS = 120

type Step = 'where' | 'who' | 'former' | 'pictures' | 'done'

/** A minute at most, and each step can be left for later: nothing here is needed to begin. */
export default function FirstRun() {
  const { t } = useTranslation()
  const { account, server } = useAgentState()
  const { data: former } = useAsk('former', {})
  /** By the command line, or by `npm start`: where the time goes is known. */
  const [known] = useState(account?.signedIn === true)
  const [reached, setStep] = useState<Step>()
  const [local, setLocal] = useState(false)
  /** It was found, or somebody says that there is something. */
  const [offered, setOffered] = useState(false)
  const [moved, setMoved] = useState(false)
  // The last step says: write what you are about to do. The screen is still to come.
  const finish = useCommand('finishFirstRun', { onDone: () => focusStartField(TWO_SECONDS) })
  const found = former?.file != null
  const moves = found || offered
  const asksWho = !known && !local && !account?.signedIn
  const steps: readonly Step[] = [
    ...(known ? [] : (['where'] as const)),
    ...(asksWho ? (['who'] as const) : []),
    ...(moves ? (['former'] as const) : []),
    'pictures',
    'done',
  ]
  const step = reached ?? steps[0] ?? 'done'
  const back = steps[steps.indexOf(step) - 1]
  const behindSignIn = moves ? 'former' : 'pictures'

  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <p className={styles.brand}>
          <img src="./icon.svg" alt="" />
          {t('app.name')}
        </p>
        <p className={`${styles.step} numbers`}>
          {t('firstRun.step', { step: steps.indexOf(step) + 1, steps: steps.length })}
        </p>
        {step === 'where' && (
          <Titled title={t('firstRun.where.title')} body={t('firstRun.where.body')}>
            <Where
              onChosen={(choice) => {
                setLocal(choice === 'local')
                setStep(choice === 'local' || account?.signedIn ? behindSignIn : 'who')
              }}
            />
          </Titled>
        )}
        {step === 'who' && (
          <Titled title={t('firstRun.who.title')} body={t('firstRun.who.body')}>
            <SignInForm server={server ?? undefined} hideServer onDone={() => setStep(behindSignIn)} />
          </Titled>
        )}
        {step === 'former' && (
          <Titled
            title={t('firstRun.former.title')}
            body={t(found ? 'firstRun.former.body' : 'firstRun.former.bodyElsewhere')}
          >
            <Former atOnce={found} onBrought={() => setMoved(true)} />
          </Titled>
        )}
        {step === 'pictures' && (
          <Titled title={t('firstRun.pictures.title')} body={t('firstRun.pictures.body')}>
            <ul className={styles.points}>
              <li>{t('firstRun.pictures.first')}</li>
              <li>{t('firstRun.pictures.pause')}</li>
              <li>{t('firstRun.pictures.away')}</li>
            </ul>
          </Titled>
        )}
        {step === 'done' && <Titled title={t('firstRun.done.title')} body={t('firstRun.done.body')} />}
        <div className={styles.actions}>
          {back && (
            <Button variant="subtle" color="gray" onClick={() => setStep(back)}>
              {t('firstRun.back')}
            </Button>
          )}
          <span />
          {step === 'who' && (
            <Button variant="default" onClick={() => setStep(behindSignIn)}>
              {t('firstRun.later')}
            </Button>
          )}
          {step === 'former' && (
            <Button variant={moved ? 'filled' : 'default'} onClick={() => setStep('pictures')}>
              {t(moved ? 'firstRun.next' : 'firstRun.former.later')}
            </Button>
          )}
          {step === 'pictures' && <Button onClick={() => setStep('done')}>{t('firstRun.next')}</Button>}
          {step === 'done' && !moves && (
            <Button
              variant="default"
              onClick={() => {
                setOffered(true)
                setStep('former')
              }}
            >
              {t('firstRun.former.offer')}
            </Button>
          )}
          {step === 'done' && (
            <Button loading={finish.isPending} onClick={() => finish.mutate({})}>
              {t('firstRun.done.go')}
            </Button>
          )}
        </div>
      </div>
    </main>
  )
}

/** Each step begins at its heading, so that a reader of screens hears it. */
function Titled({ title, body, children }: { title: string; body: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      <p className={styles.lead}>{body}</p>
      {children}
    </>
  )
}
