import { Button, Progress, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormerView } from '../../../bridge/moving.js'
import { useAsk } from '../../bridge/queries.js'
import { useFormats } from '../../format/formats-context.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { Brought } from './brought.js'
import { Choices } from './choices.js'
import styles from './former.module.css'
import { Preview } from './preview.js'
import { useFormer, useMovingProgress } from './use-former.js'

interface FormerProps {
  /** Shows at once what is there, where it was found. */
  readonly atOnce?: boolean
  readonly onBrought?: () => void
}

/** Moving in from the former client: where its data is, what it holds, what will come, and that it came. */
export function Former({ atOnce = false, onBrought }: FormerProps) {
  const { data: place } = useAsk('former', {})
  const former = useFormer(onBrought)
  const { view, imported, isLooking, isBringing, lookAt } = former
  const found = place?.file ?? undefined
  const isIdle = !view && !isLooking && !former.error

  useEffect(() => {
    if (atOnce && found !== undefined && isIdle) lookAt()
  }, [atOnce, found, isIdle, lookAt])

  if (imported) return <Brought imported={imported} onAgain={() => lookAt()} />
  return (
    <div className={styles.former}>
      {place && <Place found={found} opened={view?.file} isLooking={isLooking} onLook={(path) => lookAt({ path })} />}
      {former.error && <ProblemNote error={former.error} />}
      {(isLooking || isBringing) && <Under />}
      {view && !isBringing && (
        <>
          <Preview view={view} />
          <Choices view={view} input={former.input} onChange={lookAt} onNamed={former.setInput} disabled={isLooking} />
          <Go view={view} disabled={isLooking} onGo={former.bring} />
        </>
      )}
    </div>
  )
}

interface PlaceProps {
  readonly found: string | undefined
  readonly opened: string | undefined
  readonly isLooking: boolean
  readonly onLook: (path: string | undefined) => void
}

function Place({ found, opened, isLooking, onLook }: PlaceProps) {
  const { t } = useTranslation()
  const [elsewhere, setElsewhere] = useState(false)
  const [path, setPath] = useState('')
  const file = opened ?? found
  return (
    <form
      className={styles.place}
      onSubmit={(event) => {
        event.preventDefault()
        onLook(path.trim() || undefined)
      }}
    >
      {file === undefined ? (
        <p className={styles.note}>{t('moving.notFound')}</p>
      ) : (
        <div>
          <p className={styles.term}>{t(file === found ? 'moving.foundAt' : 'moving.itsFile')}</p>
          <code className={styles.code}>{file}</code>
        </div>
      )}
      {(elsewhere || found === undefined) && (
        <TextInput
          label={t('moving.path')}
          description={t('moving.pathHint')}
          value={path}
          required
          onChange={(event) => setPath(event.currentTarget.value)}
        />
      )}
      <div className={styles.actions}>
        <Button type="submit" variant="default" size={opened === undefined ? 'sm' : 'compact-sm'} loading={isLooking}>
          {t(opened === undefined ? 'moving.look' : 'moving.lookAgain')}
        </Button>
        {!elsewhere && found !== undefined && (
          <Button
            variant="subtle"
            color="gray"
            size={opened === undefined ? 'sm' : 'compact-sm'}
            onClick={() => setElsewhere(true)}
          >
            {t('moving.other')}
          </Button>
        )}
      </div>
    </form>
  )
}

function Under() {
  const { t } = useTranslation()
  const formats = useFormats()
  const last = useMovingProgress(true)
  const share = last?.of ? last.done / last.of : undefined
  const words = last
    ? t(`moving.progress.${last.what}`, {
        done: formats.number(last.done),
        of: formats.number(last.of ?? last.done),
        percent: formats.percent(share ?? 0),
      })
    : t('moving.searching')
  return (
    <div role="status">
      <p className={`${styles.note} numbers`}>{words}</p>
      <Progress value={100 * (share ?? 1)} animated={share === undefined} aria-label={words} />
    </div>
  )
}

function Go({ view, disabled, onGo }: { view: FormerView; disabled: boolean; onGo: () => void }) {
  const { t } = useTranslation()
  const entries = view.toDeliver.fresh + view.keptHere.fresh + view.days.fresh
  const shots = view.screenshots.fresh
  if (entries + shots === 0) return <p className={styles.note}>{t('moving.nothing')}</p>
  return (
    <>
      <p className={styles.warning}>{t('moving.quit')}</p>
      <Button className={styles.go} disabled={disabled} onClick={onGo}>
        {entries > 0 ? t('moving.go', { count: entries }) : t('moving.goShots', { count: shots })}
      </Button>
    </>
  )
}
