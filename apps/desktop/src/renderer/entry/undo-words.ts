import type { TFunction } from 'i18next'
import type { UndoView } from '../../bridge/shapes.js'

const LONGEST = 40

/** What an undo takes back: `deleting “Write the report”`. */
export function undoWords(t: TFunction, { kind, entries, description }: UndoView): string {
  const name = description === '' ? t('entry.undo.unnamed') : t('entry.undo.named', { name: brief(description) })
  return t(`entry.undo.${kind}`, { what: entries > 1 ? t('entry.undo.several', { count: entries }) : name })
}

const brief = (text: string): string =>
  [...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join('')}…` : text
