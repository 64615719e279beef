import { Skeleton } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDialog } from '../../app/dialogs.js'
import { useAgentState } from '../../bridge/state.js'
import { type Block, timelineOf } from '../../day/timeline.js'
import { useFormats } from '../../format/formats-context.js'
import { useProjectColours } from '../../ui/project-colours.js'
import styles from './day-timeline.module.css'
import type { Today } from './use-today.js'

const HEIGHT = 92

/** The day from left to right. One stop for the Tab key; the arrows go from block to block. */
export function DayTimeline({ today }: { today: Today }) {
  const { t } = useTranslation()
  const { zone } = useAgentState()
  const formats = useFormats()
  const line = useRef<HTMLFieldSetElement>(null)
  if (!today.entries) return <Skeleton height={HEIGHT} />
  const timeline = timelineOf(today.entries, today.bounds, today.now, zone)
  const every = Math.max(1, Math.ceil(timeline.hours.length / 9))
  return (
    <div className={styles.timeline}>
      <div className={styles.hours} aria-hidden>
        {timeline.hours.map(({ at, left }, index) => (
          <span
            key={at}
            className={styles.hour}
            style={{ left: `${left * 100}%` }}
            data-minor={index % every !== 0 || undefined}
            data-edge={left > 0.97 || undefined}
          >
            {index % every === 0 && formats.hour(at)}
          </span>
        ))}
      </div>
      <fieldset
        ref={line}
        className={styles.line}
        aria-label={`${t('today.timeline')}. ${t('today.timelineHint')}`}
        onKeyDown={(event) => walk(event, line.current)}
      >
        {timeline.blocks.length === 0 && <span className={styles.empty}>{t('today.timelineEmpty')}</span>}
        {timeline.blocks.map((block, index) => (
          <BlockButton key={`${block.entry.id}-${block.from}`} block={block} first={index === 0} />
        ))}
        {timeline.now !== undefined && (
          <span className={styles.now} style={{ left: `${timeline.now * 100}%` }} aria-hidden />
        )}
      </fieldset>
    </div>
  )
}

function BlockButton({ block, first }: { block: Block; first: boolean }) {
  const { t } = useTranslation()
  const open = useDialog()
  const formats = useFormats()
  const colourOf = useProjectColours()
  const { entry, from, to } = block
  const what = entry.description || t('today.untitled')
  const times = block.open ? `${formats.clock(from)} – ${t('today.now')}` : formats.range(from, to)
  const words = [what, entry.project ?? t('today.noProject'), times, formats.duration(to - from)].join(', ')
  return (
    <button
      type="button"
      className={styles.block}
      data-open={block.open || undefined}
      tabIndex={first ? 0 : -1}
      style={{ left: `${block.left * 100}%`, width: `${block.width * 100}%`, background: colourOf(entry.project) }}
      title={words}
      aria-label={words}
      onClick={() => open({ kind: 'edit', entry })}
    >
      <span aria-hidden>{what}</span>
    </button>
  )
}

function walk(event: KeyboardEvent, line: HTMLElement | null): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -1000, End: 1000 }[event.key]
  if (step === undefined || !line) return
  const blocks = [...line.querySelectorAll('button')]
  const at = blocks.indexOf(document.activeElement as HTMLButtonElement)
  const next = blocks[Math.min(Math.max(at + step, 0), blocks.length - 1)]
  event.preventDefault()
  for (const block of blocks) block.tabIndex = block === next ? 0 : -1
  next?.focus()
}
