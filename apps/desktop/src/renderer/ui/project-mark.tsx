import { useTranslation } from 'react-i18next'
import { useProjectColour } from './project-colours.js'
import styles from './project-mark.module.css'

/** A dot of the project's colour and its name: never the colour alone. */
export function ProjectMark({ project, quiet = false }: { project: string | null; quiet?: boolean }) {
  const { t } = useTranslation()
  const colour = useProjectColour(project)
  return (
    <span className={styles.mark} data-none={project === null || undefined} data-quiet={quiet || undefined}>
      <span className={styles.dot} style={{ background: colour }} />
      <span className={styles.name}>{project ?? t('today.noProject')}</span>
    </span>
  )
}
