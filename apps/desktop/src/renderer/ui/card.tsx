import { type ReactNode, useId } from 'react'
import styles from './card.module.css'

interface CardProps {
  readonly title?: string
  readonly lead?: string | undefined
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** Its content reaches the edges. */
  readonly flush?: boolean
  readonly tone?: 'wait' | 'bad'
}

export function Card({ title, lead, aside, children, flush = false, tone }: CardProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={title && id} data-flush={flush || undefined} data-tone={tone}>
      {(title || aside) && (
        <header className={styles.head}>
          <div>
            {title && (
              <h2 id={id} className={styles.title}>
                {title}
              </h2>
            )}
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {aside && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
