import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useAgentState } from '../bridge/state.js'
import { useClock } from '../clock/clock-context.js'
import { dayOf } from '../day/calendar.js'
import { checkRows, rowOf, type SegmentRow } from '../day/segment-rows.js'
import { workedMs } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'
import { ProjectField, projectOf } from '../ui/project-field.js'
import { SegmentRows } from './segment-rows.js'
import { useSaveEntry } from './use-save-entry.js'

interface EntryDialogProps {
  /** Absent to add one. */
  readonly entry?: EntryView
  readonly day?: string | undefined
  readonly onClose: () => void
}

export default function EntryDialog({ entry, day, onClose }: EntryDialogProps) {
  const { t } = useTranslation()
  const clock = useClock()
  const formats = useFormats()
  const { zone } = useAgentState()
  const [description, setDescription] = useState(entry?.description ?? '')
  const [project, setProject] = useState(entry?.project ?? '')
  const [rows, setRows] = useState<readonly SegmentRow[]>(() =>
    entry
      ? entry.segments.map((segment) => rowOf(segment, zone, String(segment.from)))
      : [{ key: 'new', day: day ?? dayOf(clock.now(), zone), from: '', to: '' }],
  )
  const [shown, setShown] = useState(false)
  const { save, busy } = useSaveEntry(entry, onClose)
  const { segments, problems } = checkRows(rows, zone, clock.now())

  const submit = () => {
    if (segments) save({ description: description.trim(), project: projectOf(project), segments })
    else setShown(true)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={entry ? t('entry.editTitle') : t('entry.addTitle')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="md">
          {!entry && <Text c="dimmed">{t('entry.addHint')}</Text>}
          <Textarea
            label={t('entry.description')}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey) {
                event.preventDefault()
                submit()
              }
            }}
            maxLength={5000}
            autosize
            maxRows={5}
            data-autofocus
          />
          <ProjectField
            label={t('entry.project')}
            placeholder={t('today.noProject')}
            value={project}
            onChange={setProject}
          />
          <SegmentRows rows={rows} onChange={setRows} problems={problems} showProblems={shown || entry !== undefined} />
          {entry && entry.zone !== zone && (
            <Text size="sm" c="dimmed">
              {t('entry.zone', { zone: entry.zone, own: zone })}
            </Text>
          )}
          <Group justify="space-between">
            <Text size="sm" c="dimmed" className="numbers">
              {segments && t('entry.total', { time: formats.duration(workedMs(segments, clock.now())) })}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('app.cancel')}
              </Button>
              <Button type="submit" loading={busy}>
                {entry ? t('app.save') : t('entry.add')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
