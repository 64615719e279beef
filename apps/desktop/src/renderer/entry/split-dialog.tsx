import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useCommand } from '../bridge/commands.js'
import { useAgentState } from '../bridge/state.js'
import { useClock } from '../clock/clock-context.js'
import { wallTime } from '../day/calendar.js'
import { middleOf, splitInstant } from '../day/split-at.js'
import { msWithin } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'
import { tell } from '../ui/tell.js'
import { TimeField } from '../ui/time-field.js'
import { useUndoButton } from './use-undo.js'

export default function SplitDialog({ entry, onClose }: { entry: EntryView; onClose: () => void }) {
  const { t } = useTranslation()
  const { zone } = useAgentState()
  const clock = useClock()
  const formats = useFormats()
  const undo = useUndoButton()
  const whole = { from: entry.startedAt, to: entry.endedAt ?? clock.now() }
  const [time, setTime] = useState(() => wallTime(middleOf(entry.segments, clock.now()), zone))
  const at = splitInstant(time, whole, zone)
  const { mutate, isPending } = useCommand('splitEntry', {
    onDone: () => {
      tell(t('entry.splitDone'), undo)
      onClose()
    },
  })
  const length = (from: number, to: number) => formats.duration(msWithin(entry.segments, { from, to }, clock.now()))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('entry.splitTitle')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (at !== undefined) mutate({ id: entry.id, at })
        }}
      >
        <Stack gap="md">
          <Text c="dimmed">
            {entry.description || t('today.untitled')}, {formats.range(whole.from, whole.to)}
          </Text>
          <TimeField label={t('entry.splitAt')} value={time} onChange={setTime} error={at === undefined} />
          <Text size="sm" c={at === undefined ? 'var(--bad)' : 'dimmed'} role="status" className="numbers">
            {at === undefined
              ? t('entry.splitOutside', { from: formats.clock(whole.from), to: formats.clock(whole.to) })
              : t('entry.splitBoth', { first: length(whole.from, at), second: length(at, whole.to) })}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={at === undefined} loading={isPending}>
              {t('entry.split')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
