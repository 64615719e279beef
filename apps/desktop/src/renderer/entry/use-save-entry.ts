import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useCommand } from '../bridge/commands.js'
import type { ReadRow } from '../day/segment-rows.js'
import { workedMs } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'
import { tell } from '../ui/tell.js'
import { useUndoButton } from './use-undo.js'

interface Filled {
  readonly description: string
  readonly project: string | null
  readonly segments: readonly ReadRow[]
}

/** Adds an entry, or changes what was changed of one; nothing that its person did not touch is sent. */
export function useSaveEntry(entry: EntryView | undefined, onSaved: () => void) {
  const { t } = useTranslation()
  const formats = useFormats()
  const undo = useUndoButton()
  const add = useCommand('addEntry', {
    onDone: ({ segments }) => {
      tell(t('entry.added', { time: formats.duration(workedMs(segments, 0)) }), undo)
      onSaved()
    },
  })
  const edit = useCommand('editEntry', {
    onDone: () => {
      tell(t('entry.changed'), undo)
      onSaved()
    },
  })
  const save = ({ description, project, segments }: Filled) => {
    if (!entry) {
      const closed = segments.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]))
      add.mutate({ description, project, segments: closed })
      return
    }
    const changes = {
      ...(description === entry.description ? {} : { description }),
      ...(project === entry.project ? {} : { project }),
      ...(sameSegments(segments, entry.segments) ? {} : { segments: [...segments] }),
    }
    if (Object.keys(changes).length === 0) onSaved()
    else edit.mutate({ id: entry.id, changes })
  }
  return { save, busy: add.isPending || edit.isPending }
}

const sameSegments = (one: readonly ReadRow[], other: readonly ReadRow[]): boolean =>
  one.length === other.length &&
  one.every(({ from, to }, index) => from === other[index]?.from && to === other[index]?.to)
