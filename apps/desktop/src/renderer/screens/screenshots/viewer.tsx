import { ActionIcon, Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { IconChevronLeft, IconChevronRight, IconTrash, IconZoomIn, IconZoomOut } from '../../ui/icons.js'
import { DeleteShots } from './delete-shots.js'
import { HoldWords } from './hold-words.js'
import { Redactor } from './redactor.js'
import { usePicture } from './use-picture.js'
import styles from './viewer.module.css'

interface ViewerProps {
  readonly shots: readonly ShotView[]
  readonly id: string
  readonly onShow: (id: string) => void
  readonly onClose: () => void
}

const ZOOMS = [1, 1.5, 2, 3, 4] as const

export default function Viewer({ shots, id, onShow, onClose }: ViewerProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const [zoom, setZoom] = useState(0)
  const [covering, setCovering] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const index = shots.findIndex((shot) => shot.id === id)
  const shot = shots[index]
  if (!shot) return null
  const show = (step: number) => {
    const next = shots[index + step]
    if (!next || covering) return
    setZoom(0)
    onShow(next.id)
  }
  const time = formats.moment(shot.takenAt, now)
  return (
    <Modal
      opened
      onClose={onClose}
      size="calc(min(1400px, 100vw - 32px))"
      title={t('screenshots.viewer', { time })}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      closeOnEscape={!covering}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') show(-1)
        if (event.key === 'ArrowRight') show(1)
        if (event.key === '+' || event.key === '=') setZoom(Math.min(zoom + 1, ZOOMS.length - 1))
        if (event.key === '-') setZoom(Math.max(zoom - 1, 0))
      }}
    >
      <div className={styles.viewer}>
        {covering ? (
          <Redactor shot={shot} onDone={() => setCovering(false)} />
        ) : (
          <>
            <div className={styles.tools}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('screenshots.previous')}
                disabled={index === 0}
                onClick={() => show(-1)}
              >
                <IconChevronLeft size={18} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('screenshots.next')}
                disabled={index === shots.length - 1}
                onClick={() => show(1)}
              >
                <IconChevronRight size={18} />
              </ActionIcon>
              <span className={styles.fate}>
                <HoldWords shot={shot} />
              </span>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('screenshots.zoomOut')}
                disabled={zoom === 0}
                onClick={() => setZoom(zoom - 1)}
              >
                <IconZoomOut size={18} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('screenshots.zoomIn')}
                disabled={zoom === ZOOMS.length - 1}
                onClick={() => setZoom(zoom + 1)}
              >
                <IconZoomIn size={18} />
              </ActionIcon>
              {shot.state === 'held' && (
                <Button variant="default" onClick={() => setCovering(true)}>
                  {t('screenshots.cover')}
                </Button>
              )}
              <Button
                variant="light"
                color="brick"
                leftSection={<IconTrash size={16} />}
                onClick={() => setDeleting(true)}
              >
                {t('screenshots.delete')}
              </Button>
            </div>
            <Look shot={shot} zoom={ZOOMS[zoom] ?? 1} />
          </>
        )}
      </div>
      <DeleteShots ids={deleting ? [shot.id] : []} onClose={() => setDeleting(false)} onDeleted={onClose} />
    </Modal>
  )
}

function Look({ shot, zoom }: { shot: ShotView; zoom: number }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { address, error } = usePicture(shot.id, shot.picture?.redacted)
  const { width = 16, height = 9 } = shot.picture ?? {}
  const words = t('screenshots.pictureOf', {
    monitor: shot.monitor ?? '1',
    time: formats.clock(shot.takenAt),
    width,
    height,
  })
  return (
    <section
      className={styles.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: enlarged it scrolls, and what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={t('screenshots.viewer', { time: formats.clock(shot.takenAt) })}
    >
      {error ? (
        <p className={styles.gone}>{t('screenshots.noPicture')}</p>
      ) : (
        <img
          className={styles.picture}
          src={address}
          alt={words}
          style={{ width: `${zoom * 100}%`, aspectRatio: `${width} / ${height}` }}
        />
      )}
    </section>
  )
}
