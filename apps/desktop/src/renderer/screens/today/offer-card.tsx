import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OfferView } from '../../../bridge/shapes.js'
import { useCommand } from '../../bridge/commands.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { IconCoffee, IconHourglassEmpty, IconLock, IconMoon, IconPower } from '../../ui/icons.js'
import { ProjectField, projectOf } from '../../ui/project-field.js'
import { tell } from '../../ui/tell.js'
import { causeOf, suggestedAnswer } from './offer-words.js'
import styles from './offers.module.css'

const ICONS = { idle: IconCoffee, lock: IconLock, sleep: IconMoon, crash: IconPower, forgotten: IconHourglassEmpty }

/** What the evidence says, what is counted now, and the choices. Nothing happens by itself, and nothing is lost by waiting. */
export function OfferCard({ offer }: { offer: OfferView }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const id = useId()
  const [splitting, setSplitting] = useState(false)
  const cause = causeOf(offer.causes)
  const Icon = ICONS[cause]
  const what = offer.description || t('today.untitled')
  const [from, to] = [formats.moment(offer.from, now), formats.moment(offer.to, now)]
  const time = formats.durationLong(offer.ms)
  const { mutate, isPending } = useCommand('answerOffer', {
    onDone: (_, { answer }) =>
      tell(t(`today.offers.answered.${answer.kind}`, { time: answer.kind === 'stop' ? from : time })),
  })
  const answer = (kind: 'keep' | 'discard' | 'stop') => mutate({ id: offer.id, answer: { kind } })
  const suggested = suggestedAnswer(offer.causes)
  const variant = (kind: string) => (kind === suggested ? 'filled' : 'default')

  return (
    <section className={styles.card} aria-labelledby={id} aria-busy={isPending}>
      <span className={styles.icon}>
        <Icon size={20} stroke={1.7} aria-hidden />
      </span>
      <div className={styles.body}>
        <h2 id={id}>{t('today.offers.title')}</h2>
        <p>{t(`today.offers.${cause}`, { from, to, what })}</p>
        <p className={styles.counted}>{t('today.offers.counted', { time })}</p>
        {splitting ? (
          <SplitForm
            onCancel={() => setSplitting(false)}
            onSplit={(work) => mutate({ id: offer.id, answer: { kind: 'split', ...work } })}
          />
        ) : (
          <div className={styles.choices}>
            <Button
              variant={variant('discard')}
              title={t('today.offers.discardHint', { time })}
              onClick={() => answer('discard')}
            >
              {t('today.offers.discard')}
            </Button>
            <Button variant={variant('keep')} title={t('today.offers.keepHint')} onClick={() => answer('keep')}>
              {t('today.offers.keep')}
            </Button>
            <Button variant="default" title={t('today.offers.splitHint')} onClick={() => setSplitting(true)}>
              {t('today.offers.split')}
            </Button>
            <Button
              variant={variant('stop')}
              title={t('today.offers.stopHint', { time: from })}
              onClick={() => answer('stop')}
            >
              {t('today.offers.stop', { time: from })}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

interface SplitFormProps {
  readonly onSplit: (work: { description: string; project: string | null }) => void
  readonly onCancel: () => void
}

function SplitForm({ onSplit, onCancel }: SplitFormProps) {
  const { t } = useTranslation()
  const [description, setDescription] = useState('')
  const [project, setProject] = useState('')
  return (
    <form
      className={styles.split}
      onSubmit={(event) => {
        event.preventDefault()
        onSplit({ description: description.trim(), project: projectOf(project) })
      }}
    >
      <TextInput
        label={t('today.offers.splitWhat')}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autoFocus
      />
      <ProjectField
        label={t('today.project')}
        placeholder={t('today.noProject')}
        value={project}
        onChange={setProject}
      />
      <div className={styles.choices}>
        <Button type="submit">{t('today.offers.splitDo')}</Button>
        <Button variant="default" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}
