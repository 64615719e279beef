import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../../bridge/state.js'
import { Page } from '../../ui/page.js'
import { CaptureBar } from './capture-bar.js'
import { Consent } from './consent.js'
import { Gallery } from './gallery.js'
import { ShotLog } from './shot-log.js'

type Part = 'gallery' | 'log'

/** What there is to look at, and what became of the rest. Before anything can be turned on: what it means. */
export default function ScreenshotsScreen() {
  const { t } = useTranslation()
  const { capture } = useAgentState()
  const [part, setPart] = useState<Part>('gallery')
  const [deciding, setDeciding] = useState(false)
  const agreed = capture.on || capture.agreedAt !== undefined
  return (
    <Page
      title={t('app.screenshots')}
      actions={
        <SegmentedControl
          aria-label={t('app.screenshots')}
          value={part}
          onChange={(value) => setPart(value as Part)}
          data={[
            { value: 'gallery', label: t('screenshots.gallery') },
            { value: 'log', label: t('screenshots.log') },
          ]}
        />
      }
    >
      {agreed && !deciding ? (
        <CaptureBar onDecide={() => setDeciding(true)} />
      ) : (
        <Consent onDone={() => setDeciding(false)} />
      )}
      {part === 'gallery' ? <Gallery quiet={!agreed} /> : <ShotLog />}
    </Page>
  )
}
