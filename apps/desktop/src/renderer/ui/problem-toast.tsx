import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { BridgeError } from '../../bridge/answer.js'
import { type ProblemWords, problemWords } from '../i18n/agent-words.js'
import { CopyDetails } from './copy-details.js'

export function useProblemOf(): (error: unknown) => ProblemWords {
  const { t, i18n } = useTranslation()
  return useCallback(
    (error) =>
      error instanceof BridgeError
        ? problemWords(error.problem, i18n)
        : { code: 'WINDOW_FAILED', message: t('app.error.unexpected'), safe: t('app.error.unexpectedSafe') },
    [t, i18n],
  )
}

export function useTellProblem(): (error: unknown) => void {
  const { t } = useTranslation()
  const problemOf = useProblemOf()
  return useCallback(
    (error) => {
      const { code, message, safe, hint, detail } = problemOf(error)
      notifications.show({
        // The same trouble told twice is one message.
        id: `problem-${code}`,
        title: message,
        message: (
          <>
            {[safe, hint].filter(Boolean).join(' ')}
            {detail && (
              <div>
                <CopyDetails text={detail} />
              </div>
            )}
          </>
        ),
        color: 'brick',
        closeButtonProps: { 'aria-label': t('app.close') },
        autoClose: 12_000,
      })
    },
    [problemOf, t],
  )
}
