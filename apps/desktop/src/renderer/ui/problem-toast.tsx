import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { BridgeError } from '../../bridge/answer.js'
import type { ProblemView } from '../../bridge/shapes.js'
import { AGENT_UNREACHABLE } from '../bridge/unreachable.js'

/** What happened, what is safe, what to do: in the words of the agent, or ours where it could not speak. */
export function useProblemOf(): (error: unknown) => ProblemView {
  const { t } = useTranslation()
  return useCallback(
    (error) => {
      if (!(error instanceof BridgeError)) {
        return { code: 'WINDOW_FAILED', message: t('app.error.unexpected'), safe: t('app.error.unexpectedSafe') }
      }
      if (error.problem.code !== AGENT_UNREACHABLE) return error.problem
      return { code: AGENT_UNREACHABLE, message: t('app.error.unreachable'), hint: t('app.error.unreachableHint') }
    },
    [t],
  )
}

export function useTellProblem(): (error: unknown) => void {
  const problemOf = useProblemOf()
  return useCallback(
    (error) => {
      const { code, message, safe, hint } = problemOf(error)
      notifications.show({
        // The same trouble told twice is one message.
        id: `problem-${code}`,
        title: message,
        message: [safe, hint].filter(Boolean).join(' '),
        color: 'brick',
        autoClose: 12_000,
      })
    },
    [problemOf],
  )
}
