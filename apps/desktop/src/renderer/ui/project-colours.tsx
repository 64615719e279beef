import { createContext, type ReactNode, use, useMemo } from 'react'
import { useAsk } from '../bridge/queries.js'
import { assignColours, NO_PROJECT_COLOUR } from '../theme/project-colour.js'

const ColoursContext = createContext<ReadonlyMap<string, string>>(new Map())

export function ProjectColoursProvider({ children }: { children: ReactNode }) {
  const { data: projects } = useAsk('projects', {}, { keep: true })
  const colours = useMemo(() => assignColours(projects ?? []), [projects])
  return <ColoursContext value={colours}>{children}</ColoursContext>
}

export const useProjectColours = (): ((project: string | null) => string) => {
  const colours = use(ColoursContext)
  return (project) => (project === null ? NO_PROJECT_COLOUR : (colours.get(project) ?? NO_PROJECT_COLOUR))
}

export const useProjectColour = (project: string | null): string => useProjectColours()(project)
