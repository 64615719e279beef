import type { ReactNode } from 'react'
import styles from './page.module.css'

interface PageProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Fills the height instead of scrolling: something inside it scrolls. */
  readonly fill?: boolean
}

export function Page({ title, actions, children, fill = false }: PageProps) {
  return (
    <div className={styles.page} data-fill={fill || undefined}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}
