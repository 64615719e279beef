import type { ReactNode } from 'react'
import styles from './note.module.css'

interface EmptyNoteProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly body?: string
  readonly children?: ReactNode
}

/** Where there is nothing yet: why, and what would change it. */
export function EmptyNote({ icon, title, body, children }: EmptyNoteProps) {
  return (
    <div className={styles.empty}>
      {icon && <div className={styles.emptyIcon}>{icon}</div>}
      <p className={styles.emptyTitle}>{title}</p>
      {body && <p className={styles.emptyBody}>{body}</p>}
      {children && <div className={styles.emptyActions}>{children}</div>}
    </div>
  )
}
