import { writeFile } from 'node:fs/promises'
import { CLOCK, type Entry, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { entriesWord } from '../moving/paragraphs.js'
import { periodOf } from '../time/period.js'

export interface ExportOptions {
  readonly format: 'json' | 'csv' | 'ics'
  readonly from?: string
  readonly to?: string
  readonly output?: string
  readonly force?: boolean
}

/** More than anybody has. */
const ALL = 10_000_000

/** Whole entries, the oldest first; those that reach into the period are in it with all their time. */
export async function run(context: Context, { options }: Invocation<ExportOptions>): Promise<undefined> {
  const { format, output, force } = options
  const app = await context.open([TIME_TRACKER])
  const clock = app.get(CLOCK)
  const { from = '1970-01-01T00:00:00Z', to } = options
  const whole = options.from === undefined && to === undefined
  const place = { now: clock.now(), zone: clock.zone() }
  const period = whole ? {} : await periodOf({ from, ...(to === undefined ? {} : { to }) }, place)
  const entries = [...(await app.get(TIME_TRACKER).entries({ ...period, limit: ALL }))].reverse()
  const content = await textOf(format, entries, clock.now())
  const document = { format, entries: entries.length }
  if (output === undefined) {
    if (context.flags.json) context.out.result({ ...document, content }, () => '')
    else context.io.stdout.write(content)
  } else {
    // A spreadsheet takes a file without this mark for one of its own old encoding.
    await save(output, format === 'csv' ? `\uFEFF${content}` : content, force === true)
    context.out.result({ ...document, file: output }, () => `${entriesWord(entries.length)} written to ${output}.`)
  }
  const open = entries.find(({ endedAt }) => endedAt === null)
  if (open) context.out.note(`The entry that is ${open.state} has no end yet; an import leaves it out.`)
  return undefined
}

async function textOf(format: ExportOptions['format'], entries: readonly Entry[], now: number): Promise<string> {
  const { csvOf, icsOf, jsonOf } = await import('@meantime/import/out')
  switch (format) {
    case 'json':
      return jsonOf(entries, now)
    case 'csv':
      return csvOf(entries)
    case 'ics':
      return icsOf(entries, now)
  }
}

/** For its owner only: it says when somebody worked on what. */
async function save(file: string, content: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, content, { flag: force ? 'w' : 'wx', mode: 0o600 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw inputError('FILE_EXISTS', `${file} exists.`, 'Name another file, or say --force.')
    throw inputError('FILE_NOT_WRITTEN', `${file} cannot be written (${code}).`, 'Name another file.')
  }
}
