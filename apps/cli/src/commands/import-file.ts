import { readFile as readBytes } from 'node:fs/promises'
import { CLOCK } from '@meantime/core'
import { isKnownZone } from '@meantime/core/day'
import { apply, examine, readProjectMap, refuseToPushOut } from '@meantime/import'
import { type FileFormat, readFile } from '@meantime/import/in'
import type { Context, Invocation, Verb } from '../context.js'
import { deliverLater } from '../deliver-later.js'
import { inputError } from '../errors.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CliIo } from '../io.js'
import { importAgreed } from '../moving/agree.js'
import { planDocument } from '../moving/documents.js'
import { asWanted, type MovingOptions } from '../moving/options.js'
import { entriesWord, paragraphs, sentences } from '../moving/paragraphs.js'
import { openForImport } from '../moving/services.js'
import { countTable, leftOutWords, overlapWords, spanWords } from '../moving/words.js'
import { localeOf } from '../output/locale.js'
import { timeFormat } from '../time/format.js'

export interface ImportFileOptions extends MovingOptions {
  readonly zone?: string
}

export function importOf(format: FileFormat): Verb<ImportFileOptions> {
  return { run: (context, invocation) => importFile(format, context, invocation), endsItself: true }
}

async function importFile(
  format: FileFormat,
  context: Context,
  { args, options }: Invocation<ImportFileOptions>,
): Promise<ExitCode | undefined> {
  const { io, out } = context
  const projects = readProjectMap(options.map)
  const bytes = await bytesOf(args[0] ?? '', io)
  const { app, signedInBefore, ...to } = await openForImport(context)
  const clock = app.get(CLOCK)
  const zone = knownZone(options.zone ?? clock.zone())
  const plan = readFile(format, bytes, { now: clock.now(), zone, projects })
  const entries = asWanted(plan.entries, options)
  const examined = await examine(entries, to)
  const { fresh, known, overlaps } = examined
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(io.env) })
  const found = planDocument({ ...plan, entries }, examined)
  const preview = paragraphs(
    countTable([['Entries', entries.length, fresh.length, known]]),
    spanWords(fresh, time),
    sentences(plan.remarks),
    overlapWords(overlaps, time),
    leftOutWords(plan.leftOut),
  )
  if (options.dryRun || fresh.length === 0) {
    const nothing = options.dryRun ? 'Nothing was imported: this was a dry run.' : 'There is nothing new to import.'
    out.result({ ...found, imported: 0, delivery: null }, () => paragraphs(preview, nothing))
    return undefined
  }
  await refuseToPushOut(fresh, to.queue)
  out.note(preview)
  if (!(await importAgreed(context, options, `Import ${entriesWord(fresh.length)}?`))) {
    out.result({ ...found, imported: 0, delivery: null }, () => 'Nothing was imported.')
    return undefined
  }
  const onProgress = (done: number, of: number) => out.progress(`${done} of ${of} entries `)
  const { imported } = await apply(entries, to, { onProgress, signal: io.interrupted })
  out.progress('')
  const delivery = options.keepHere ? null : await deliverLater(context, signedInBefore)
  out.result({ ...found, imported, delivery }, (style) => style.good(`Imported ${entriesWord(imported)}.`))
  if (!io.interrupted?.aborted) return undefined
  out.note('Interrupted. Run the same command again to import the rest; nothing comes twice.')
  return EXIT.interrupted
}

/** More than anybody's history; a wrong file should be told, not fill the memory. */
const MAX_BYTES = 256 * 1024 * 1024

async function bytesOf(file: string, { stdin }: CliIo): Promise<Uint8Array> {
  const bytes = file === '-' ? await fromStdin(stdin) : await fromFile(file)
  if (bytes.byteLength <= MAX_BYTES) return bytes
  throw inputError('FILE_TOO_LARGE', 'That is larger than 256 MB.', 'Import it in parts.')
}

async function fromStdin(stdin: CliIo['stdin']): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

async function fromFile(file: string): Promise<Uint8Array> {
  try {
    return await readBytes(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const what = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`
    throw inputError('FILE_UNREADABLE', `${file} ${what}.`, 'Name the file that the other program exported.')
  }
}

function knownZone(zone: string): string {
  if (isKnownZone(zone)) return zone
  throw inputError('ZONE_UNKNOWN', `“${zone.slice(0, 60)}” is not a time zone.`, 'Write it as Europe/Berlin or UTC.')
}
