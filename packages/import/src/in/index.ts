import type { Plan } from '../plan.js'
import { readCsv } from './csv.js'
import { readJson } from './json.js'
import type { ReadOptions } from './plan-builder.js'
import { textOf } from './text.js'
import { readTimewarrior } from './timewarrior.js'
import { readWatson } from './watson.js'

export type { ReadOptions }

export type FileFormat = 'csv' | 'toggl' | 'watson' | 'timewarrior' | 'json'

/** What a file of another program holds. Throws IMPORT_FORMAT_UNKNOWN when it cannot be read as that. */
export function readFile(format: FileFormat, bytes: Uint8Array, options: ReadOptions): Plan {
  const text = textOf(bytes)
  switch (format) {
    case 'csv':
    case 'toggl':
      return readCsv(text, options, format)
    case 'watson':
      return readWatson(text, options)
    case 'timewarrior':
      return readTimewarrior(text, options)
    case 'json':
      return readJson(text, options)
  }
}
