import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import { useNow } from '../clock/clock-context.js'
import { workedMs } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'

/** The running time in the title, by the minute: a taskbar shows it while the window itself is hidden. */
export function DocumentTitle() {
  const { t } = useTranslation()
  const now = useNow('minute')
  const formats = useFormats()
  const { current } = useAgentState()
  const name = t('app.name')
  const what = current ? current.description || t('today.untitled') : ''
  const time = current ? formats.duration(workedMs(current.segments, now)) : ''
  const title = !current
    ? name
    : `${current.state === 'paused' ? `${t('app.paused')} · ` : ''}${time} · ${what} – ${name}`
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
