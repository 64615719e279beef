import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { addDays } from '../../day/calendar.js'
import { EntryRow } from '../../entry/entry-row.js'
import { useTimer } from '../../entry/use-timer.js'
import { useFormats } from '../../format/formats-context.js'
import styles from './history.module.css'
import type { ListRow } from './list-rows.js'

/** The width below which a row has two lines: the same as in entry-row.module.css. */
const NARROW = 700
const HEIGHTS = { wide: { day: 46, entry: 46 }, narrow: { day: 46, entry: 60 } } as const
/** Older entries are asked for when so few rows are left. */
const AHEAD = 120

interface VirtualRowsProps {
  readonly rows: readonly ListRow[]
  readonly today: string
  readonly selected: ReadonlySet<string>
  readonly onSelect: (entry: EntryView) => void
  readonly more: (() => void) | undefined
}

/** Only what is on the screen is in the page, however long the list; the page itself scrolls. */
export function VirtualRows({ rows, today, selected, onSelect, more }: VirtualRowsProps) {
  const { t } = useTranslation()
  const { begin } = useTimer()
  const latest = useRef(begin)
  latest.current = begin
  const onContinue = useCallback((entry: EntryView) => latest.current(entry), [])
  const box = useRef<HTMLUListElement>(null)
  const { ref, width } = useElementSize<HTMLUListElement>()
  const [margin, setMargin] = useState(0)
  const heights = width > 0 && width <= NARROW ? HEIGHTS.narrow : HEIGHTS.wide
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current?.closest('main') ?? null,
    // Another function would have every row measured again, in every frame of a scroll.
    estimateSize: useCallback((index: number) => heights[rows[index]?.kind ?? 'entry'], [heights, rows]),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 8,
    scrollMargin: margin,
  })

  useLayoutEffect(() => {
    const main = box.current?.closest('main')
    if (box.current && main)
      setMargin(box.current.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop)
  }, [width, rows])
  useLayoutEffect(() => virtual.measure(), [heights, virtual])

  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex > rows.length - AHEAD) more?.()
  }, [lastIndex, rows.length, more])

  return (
    <ul
      ref={useMergedRef(ref, box)}
      className={styles.rows}
      style={{ height: virtual.getTotalSize() }}
      aria-label={t('history.listLabel')}
    >
      {items.map(({ index, key, start, size }) => {
        const row = rows[index]
        return (
          row && (
            <li
              key={key}
              className={styles.item}
              style={{ height: size, transform: `translateY(${start - margin}px)` }}
            >
              {row.kind === 'day' ? (
                <DayHead row={row} today={today} />
              ) : (
                <EntryRow
                  entry={row.entry}
                  day={row.day}
                  onContinue={onContinue}
                  selected={selected.has(row.entry.id)}
                  onSelect={onSelect}
                />
              )}
            </li>
          )
        )
      })}
    </ul>
  )
}

function DayHead({ row, today }: { row: ListRow & { kind: 'day' }; today: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { day } = row.day
  const name = day === today ? t('history.today') : day === addDays(today, -1) ? t('history.yesterday') : undefined
  const date = formats.day(day, today)
  return (
    <div className={styles.day}>
      <h3>{name ? `${name}, ${date}` : date}</h3>
      <span className="numbers">{formats.duration(row.ms)}</span>
    </div>
  )
}
