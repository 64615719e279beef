import { Button } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useCommand } from '../../bridge/commands.js'
import { IconPlus, IconX } from '../../ui/icons.js'
import { tell } from '../../ui/tell.js'
import { type Box, boxBetween, firstBox, moved, resized, toPicture } from './boxes.js'
import { usePicture } from './use-picture.js'
import styles from './viewer.module.css'

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
/** Of the picture's width, for one press. */
const STEP = 0.01

/** Boxes over what nobody is to see, drawn by hand or by keys. What they cover is gone once they are saved. */
export function Redactor({ shot, onDone }: { shot: ShotView; onDone: () => void }) {
  const { t } = useTranslation()
  const { address } = usePicture(shot.id, shot.picture?.redacted)
  const size = shot.picture ?? { width: 16, height: 9 }
  const [boxes, setBoxes] = useState<readonly (Box & { key: number })[]>([])
  const keys = useRef(0)
  const canvas = useRef<HTMLDivElement>(null)
  const { mutate, isPending } = useCommand('redactShot', {
    onDone: () => {
      tell(t('screenshots.coveredDone'))
      onDone()
    },
  })
  const change = (key: number, box: Box) =>
    setBoxes((all) => all.map((each) => (each.key === key ? { ...box, key } : each)))
  const add = (box: Box) => {
    keys.current += 1
    setBoxes((all) => [...all, { ...box, key: keys.current }])
  }
  const remove = (key: number) => {
    setBoxes((all) => all.filter((each) => each.key !== key))
    canvas.current?.focus()
  }
  const pointer = usePointer(size, add)
  useEffect(() => canvas.current?.focus(), [])

  const onBoxKey = (event: KeyboardEvent, { key, ...box }: Box & { key: number }) => {
    const arrow = ARROWS[event.key]
    if (event.key === 'Delete' || event.key === 'Backspace') remove(key)
    if (!arrow) return
    event.preventDefault()
    const [dx, dy] = arrow.map((way) => way * Math.round(size.width * STEP * (event.altKey ? 0.1 : 1))) as [
      number,
      number,
    ]
    change(key, (event.shiftKey ? resized : moved)(box, dx, dy, size))
  }

  return (
    <section
      className={styles.redactor}
      aria-label={t('screenshots.cover')}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() === 'b' || event.code === 'KeyB') add(firstBox(size))
        if (event.key === 'Escape') onDone()
      }}
    >
      <p className={styles.hint}>{t('screenshots.coverHint')}</p>
      <div
        ref={canvas}
        className={styles.canvas}
        style={{ aspectRatio: `${size.width} / ${size.height}` }}
        tabIndex={-1}
        {...pointer.handlers}
      >
        <img src={address} alt="" draggable={false} />
        {[...boxes, ...(pointer.drawing ? [{ ...pointer.drawing, key: -1 }] : [])].map((box, index) => (
          <button
            type="button"
            key={box.key}
            // A new box has the keyboard, so that it can be moved at once.
            ref={(node) => {
              if (box.key === keys.current && document.activeElement?.getAttribute('data-box') !== String(box.key))
                node?.focus()
            }}
            data-box={box.key}
            className={styles.box}
            style={asShares(box, size)}
            aria-label={t('screenshots.box', { number: index + 1, width: box.width, height: box.height })}
            onKeyDown={(event) => onBoxKey(event, box)}
            onPointerDown={(event) => event.stopPropagation()}
          >
            <span
              className={styles.removeBox}
              title={t('screenshots.removeBox')}
              onPointerUp={() => remove(box.key)}
              aria-hidden
            >
              <IconX size={14} />
            </span>
          </button>
        ))}
      </div>
      <p className={styles.hint}>{t('screenshots.coverForGood')}</p>
      <div className={styles.tools}>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => add(firstBox(size))}>
          {t('screenshots.addBox')}
        </Button>
        <Button variant="default" onClick={() => mutate({ id: shot.id, areas: 'all' })}>
          {t('screenshots.coverAll')}
        </Button>
        <span className={styles.fate} />
        <Button variant="default" onClick={onDone}>
          {t('app.cancel')}
        </Button>
        <Button
          disabled={boxes.length === 0}
          loading={isPending}
          onClick={() => mutate({ id: shot.id, areas: boxes.map(({ key: _, ...box }) => box) })}
        >
          {boxes.length === 0 ? t('screenshots.coverNone') : t('screenshots.coverDo', { count: boxes.length })}
        </Button>
      </div>
    </section>
  )
}

const asShares = (box: Box, { width, height }: { width: number; height: number }) => ({
  left: `${(box.x / width) * 100}%`,
  top: `${(box.y / height) * 100}%`,
  width: `${(box.width / width) * 100}%`,
  height: `${(box.height / height) * 100}%`,
})

function usePointer(size: { width: number; height: number }, add: (box: Box) => void) {
  const [drag, setDrag] = useState<{ from: { x: number; y: number }; to: { x: number; y: number } }>()
  const at = (event: PointerEvent<HTMLElement>) => {
    const { x, y, width, height } = event.currentTarget.getBoundingClientRect()
    return toPicture({ x: event.clientX, y: event.clientY }, { x, y, width, height }, size)
  }
  return {
    drawing: drag && boxBetween(drag.from, drag.to, size),
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: at(event), to: at(event) })
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (drag) setDrag({ ...drag, to: at(event) })
      },
      onPointerUp: () => {
        const box = drag && boxBetween(drag.from, drag.to, size)
        setDrag(undefined)
        if (box) add(box)
      },
      onPointerCancel: () => setDrag(undefined),
    },
  }
}
