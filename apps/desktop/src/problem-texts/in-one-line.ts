import type { ProblemView } from '../bridge/shapes.js'

/** What happened, what is safe, what to do. */
export const inOneLine = ({ message, safe, hint }: Omit<ProblemView, 'code'>): string =>
  [message, safe, hint].filter(Boolean).join(' ')
