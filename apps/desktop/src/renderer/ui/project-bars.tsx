import type { ProjectTotal } from '../day/totals.js'
import { useFormats } from '../format/formats-context.js'
import styles from './project-bars.module.css'
import { useProjectColours } from './project-colours.js'
import { ProjectMark } from './project-mark.js'

interface ProjectBarsProps {
  readonly totals: readonly ProjectTotal[]
  /** Shows each one's share of it, ms. */
  readonly share?: number
}

/** Projects by their time; the longest bar is the project with the most. */
export function ProjectBars({ totals, share }: ProjectBarsProps) {
  const formats = useFormats()
  const colourOf = useProjectColours()
  const most = totals[0]?.ms ?? 1
  return (
    <ul className={styles.projects}>
      {totals.map(({ project, ms }) => (
        <li key={project ?? ''} className={styles.project}>
          <ProjectMark project={project} />
          <span className={`${styles.time} numbers`}>
            {share ? <span className={styles.share}>{formats.percent(ms / share)}</span> : null}
            {formats.duration(ms)}
          </span>
          <span className={styles.bar}>
            <span style={{ width: `${(ms / most) * 100}%`, background: colourOf(project) }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
