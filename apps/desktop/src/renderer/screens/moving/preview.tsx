import { useTranslation } from 'react-i18next'
import type { FormerView } from '../../../bridge/moving.js'
import { useClock } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import styles from './former.module.css'

const ROWS = ['toDeliver', 'keptHere', 'days', 'screenshots'] as const

/** Everything that a person should see before they agree. */
export function Preview({ view }: { view: FormerView }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useClock().now()
  const { work, toEnd } = view
  const when = (at: number) => formats.moment(at, now)
  return (
    <>
      <section>
        <h2 className={styles.title}>{t('moving.found')}</h2>
        <Counts view={view} />
        {work && (
          <p className={styles.note}>
            {t('moving.work', { duration: formats.duration(work.ms), from: when(work.from), to: when(work.to) })}
          </p>
        )}
      </section>
      <Facts view={view} />
      {toEnd.length > 0 && (
        <section>
          <h2 className={styles.title}>{t('moving.toEnd')}</h2>
          <ul className={styles.list}>
            {toEnd.map(({ description, endedAt }, index) => (
              <li key={index}>
                {t('moving.ended', { name: description || t('today.untitled'), when: when(endedAt) })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <LeftOut view={view} />
    </>
  )
}

function Counts({ view }: { view: FormerView }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <table className={`${styles.counts} numbers`}>
      <thead>
        <tr>
          <th scope="col">{t('moving.table.what')}</th>
          <th scope="col">{t('moving.table.found')}</th>
          <th scope="col">{t('moving.table.fresh')}</th>
          <th scope="col">{t('moving.table.known')}</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.filter((name) => view[name].found > 0 || name === 'toDeliver').map((name) => {
          const { found, fresh } = view[name]
          // Days are found whether they are wanted or not.
          const known = name === 'days' && view.facts.unexplainedDays > 0 ? 0 : found - fresh
          return (
            <tr key={name}>
              <th scope="row">{t(`moving.rows.${name}`)}</th>
              {[found, fresh, known].map((count, index) => (
                <td key={index}>{formats.number(count)}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Facts({ view }: { view: FormerView }) {
  const { t } = useTranslation()
  const all = { ...view.facts, overlaps: view.overlaps }
  const names = (Object.keys(all) as (keyof typeof all)[]).filter((name) => all[name] > 0)
  if (names.length === 0) return null
  return (
    <section>
      <h2 className={styles.title}>{t('moving.facts')}</h2>
      <ul className={styles.list}>
        {names.map((name) => (
          <li key={name}>{t(`moving.fact.${name}`, { count: all[name] })}</li>
        ))}
      </ul>
    </section>
  )
}

function LeftOut({ view: { leftOut } }: { view: FormerView }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const total = leftOut.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  return (
    <details className={styles.more}>
      <summary>{t('moving.leftOut', { count: total })}</summary>
      <p className={styles.note}>{t('moving.leftOutLead')}</p>
      <ul className={styles.list}>
        {leftOut.map(({ reason, count, examples }) => (
          <li key={reason}>
            <span className="numbers">{formats.number(count)}</span> {t(`moving.why.${reason}`)}
            <small>
              {formats.list(examples.map(({ where, detail }) => (detail ? `${where} (${detail})` : where)))}
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
