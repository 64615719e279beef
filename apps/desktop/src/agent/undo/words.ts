import type { HistoryChange } from '@meantime/core'

const VERB: Readonly<Record<HistoryChange['kind'], string>> = {
  add: 'adding',
  edit: 'the change of',
  split: 'splitting',
  merge: 'merging',
  delete: 'deleting',
}

/** What would be taken back: `deleting “Write the report”`. */
export function undoWords({ kind, before, after }: HistoryChange): string {
  const touched = kind === 'add' ? after : before
  const [first] = touched
  const name = first && first.description !== '' ? `“${brief(first.description)}”` : 'an entry without a description'
  const what = touched.length > 1 ? `${touched.length} entries` : name
  return `${VERB[kind]} ${what}`
}

const brief = (text: string): string => (text.length > 40 ? `${[...text].slice(0, 39).join('')}…` : text)
