import { Kbd } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import { useFormats } from '../format/formats-context.js'
import { IconSearch } from '../ui/icons.js'
import { printed } from './keys.js'
import { MiniTimer } from './mini-timer.js'
import { routeTo, SCREEN_ICONS, SCREENS, type Screen } from './screens.js'
import styles from './shell.module.css'
import { SyncPill } from './sync-pill.js'

export function Navigation({ screen }: { screen: Screen }) {
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('app.nav')}>
      <p className={styles.brand}>
        <img src="./icon.svg" alt="" />
        <span>{t('app.name')}</span>
      </p>
      <button type="button" className={styles.search} onClick={spotlight.open}>
        <IconSearch size={18} stroke={1.7} aria-hidden />
        <span>{t('app.paletteShort')}</span>
        <Kbd size="xs" aria-hidden>
          {printed('palette').join(' ')}
        </Kbd>
      </button>
      <ul className={styles.list}>
        {SCREENS.map((name) => (
          <li key={name}>
            <NavLink name={name} current={name === screen} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        {screen !== 'today' && <MiniTimer />}
        <SyncPill />
      </div>
    </nav>
  )
}

function NavLink({ name, current }: { name: Screen; current: boolean }) {
  const { t } = useTranslation()
  const Icon = SCREEN_ICONS[name]
  return (
    <a
      className={styles.link}
      href={routeTo(name)}
      aria-current={current ? 'page' : undefined}
      title={t(`app.${name}`)}
    >
      <Icon size={20} stroke={1.7} aria-hidden />
      <span className={styles.label}>{t(`app.${name}`)}</span>
      <Count name={name} />
    </a>
  )
}

/** Only what a person may want to act on: waiting for a network is not a thing to be counted at somebody. */
function Count({ name }: { name: Screen }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { sync, capture, offers } = useAgentState()
  const count = { today: offers.length, screenshots: capture.held, sync: sync.counts.dead, history: 0, settings: 0 }[
    name
  ]
  if (count === 0) return null
  return (
    <span className={`${styles.count} numbers`} data-tone={name === 'sync' ? 'bad' : undefined}>
      {number(count)}
      {name === 'sync' && <span className="visually-hidden"> {t('sync.parked.title')}</span>}
    </span>
  )
}
