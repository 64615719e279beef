import { useTranslation } from 'react-i18next'
import { useCommand } from '../bridge/commands.js'
import { useAgentState } from '../bridge/state.js'
import { useClock } from '../clock/clock-context.js'
import { workedMs } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'
import { useAnnounce } from '../ui/announce.js'

interface Work {
  readonly description: string
  readonly project: string | null
}

/** Start, switch, pause, resume, stop: the same from every place. */
export function useTimer() {
  const { t } = useTranslation()
  const { current } = useAgentState()
  const clock = useClock()
  const formats = useFormats()
  const announce = useAnnounce()
  const began = {
    onDone: (_: unknown, { description }: { description?: string | undefined }) =>
      announce(t('today.started', { what: description || t('today.untitled') })),
  }
  const start = useCommand('start', began)
  const change = useCommand('switch', began)
  const pause = useCommand('pause', { onDone: () => announce(t('today.pausedNow')) })
  const resume = useCommand('resume', { onDone: () => announce(t('today.resumed')) })
  const stop = useCommand('stop', {
    onDone: ({ entry }) =>
      announce(t('today.stopped', { time: formats.durationLong(workedMs(entry.segments, clock.now())) })),
  })
  return {
    busy: [start, change, pause, resume, stop].some(({ isPending }) => isPending),
    begin: ({ description, project }: Work) => (current ? change : start).mutate({ description, project }),
    toggle: () => {
      if (current) (current.state === 'running' ? pause : resume).mutate({})
    },
    stop: () => {
      if (current) stop.mutate({})
    },
  }
}
