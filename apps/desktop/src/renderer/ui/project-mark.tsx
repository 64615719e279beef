import { useTranslation } from 'react-i18next'
import { useProjectColour } from './project-colours.js'
import styles from './project-mark.module.css'

/** A dot of the project's colour and its name: never the colour alone. */
export function ProjectMark({ project, quiet = false }: { project: string | null; quiet?: boolean }) {
  const { t } = useTranslation()
  const colour = useProjectColour(project)
  return <ProjectName name={project ?? t('today.noProject')} none={project === null} colour={colour} quiet={quiet} />
}

interface ProjectNameProps {
  readonly name: string
  readonly none: boolean
  readonly colour: string
  readonly quiet: boolean
}

/** The same for those who know its words and colour already. */
export function ProjectName({ name, none, colour, quiet }: ProjectNameProps) {
  return (
    <span className={styles.mark} data-none={none || undefined} data-quiet={quiet || undefined}>
      <span className={styles.dot} style={{ background: colour }} />
      <span className={styles.name}>{name}</span>
    </span>
  )
}
