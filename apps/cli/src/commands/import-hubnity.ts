import { join } from 'node:path'
import { CLOCK } from '@meantime/core'
import { type Examined, examine, readProjectMap, refuseToPushOut } from '@meantime/import'
import {
  applyFindings,
  type FindingsApplied,
  freshPictures,
  type HubnityFindings,
  inspect,
} from '@meantime/import/hubnity'
import type { Context, Invocation } from '../context.js'
import { deliverLater } from '../deliver-later.js'
import { interruptedError } from '../errors.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { importAgreed } from '../moving/agree.js'
import { appliedWords, type Fresh, hubnityDocument, hubnityPreview } from '../moving/hubnity-words.js'
import { asWanted, type MovingOptions } from '../moving/options.js'
import { entriesWord, paragraphs } from '../moving/paragraphs.js'
import { openForImport } from '../moving/services.js'
import { localeOf } from '../output/locale.js'
import { timeFormat } from '../time/format.js'

export interface ImportHubnityOptions extends MovingOptions {
  readonly endOpen?: boolean
  readonly dayTotals?: boolean
  readonly resend?: boolean
  readonly person?: string
  /** False after --no-screenshots. */
  readonly screenshots: boolean
}

/** It tells what it could not finish, so it ends itself at Ctrl-C. */
export const endsItself = true

export async function run(
  context: Context,
  { args, options }: Invocation<ImportHubnityOptions>,
): Promise<ExitCode | undefined> {
  const opened = await openForImport(context)
  const findings = await look(context, args[0], options, opened)
  try {
    const entries = asWanted(findings.entries, options)
    // A picture of an entry that is not delivered would go nowhere.
    const pictures = options.keepHere ? [] : findings.pictures
    const fresh = await freshPictures(pictures, opened.state)
    const wanted = { ...findings, entries, pictures, fresh }
    return await importFindings(context, options, wanted, opened)
  } finally {
    await findings.close()
  }
}

type Opened = Awaited<ReturnType<typeof openForImport>>

async function look(
  context: Context,
  path: string | undefined,
  { map, endOpen = false, dayTotals = false, resend = false, person, screenshots }: ImportHubnityOptions,
  { app, account }: Opened,
): Promise<HubnityFindings> {
  const { io, out } = context
  const { dataDir } = await context.configuration()
  const wanted = { projects: readProjectMap(map), endOpen, dayTotals, resend, person, account, pictures: screenshots }
  const onProgress = (what: string, done: number, of: number | undefined) =>
    out.progress(of === undefined ? `${what}: ${done} tasks ` : `${what}: ${Math.floor((100 * done) / of)} % `)
  const place = { path, scratch: join(dataDir, 'importing'), clock: app.get(CLOCK), env: io.env }
  try {
    return await inspect({ ...place, ...wanted, onProgress, signal: io.interrupted })
  } catch (error) {
    throw io.interrupted?.aborted ? interruptedError() : error
  } finally {
    out.progress('')
  }
}

async function importFindings(
  context: Context,
  options: ImportHubnityOptions,
  findings: HubnityFindings & Fresh,
  { app, signedInBefore, ...to }: Opened,
): Promise<ExitCode | undefined> {
  const { io, out } = context
  const clock = app.get(CLOCK)
  const examined = await examine(findings.entries, to)
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(io.env) })
  const found = hubnityDocument(findings, examined)
  const preview = hubnityPreview(findings, examined, time)
  const none = { ...found, applied: null, delivery: null }
  if (options.dryRun || isNothingNew(findings, examined)) {
    const nothing = options.dryRun ? 'Nothing was imported: this was a dry run.' : 'There is nothing new to import.'
    out.result(none, () => paragraphs(preview, nothing))
    return undefined
  }
  await refuseToPushOut(examined.fresh, to.queue)
  out.note(preview)
  if (!(await importAgreed(context, options, question(findings, examined)))) {
    out.result(none, () => 'Nothing was imported.')
    return undefined
  }
  const onProgress = (what: string, done: number, of: number) => out.progress(`${done} of ${of} ${what} `)
  const applied = await applyFindings(findings, to, { onProgress, signal: io.interrupted })
  out.progress('')
  const delivery = options.keepHere ? null : await deliverLater(context, signedInBefore)
  return told(context, { ...found, applied, delivery }, applied)
}

function isNothingNew(pictures: Fresh, entries: Examined): boolean {
  return pictures.fresh.length + entries.fresh.length === 0
}

function question(pictures: Fresh, { fresh }: Examined): string {
  const shots = pictures.fresh.length
  return `Import ${entriesWord(fresh.length)}${shots === 0 ? '' : ` and ${shots} ${shots === 1 ? 'screenshot' : 'screenshots'}`}?`
}

function told({ io, out }: Context, document: unknown, applied: FindingsApplied): ExitCode | undefined {
  out.result(document, (style) => style.good(appliedWords(applied)))
  if (applied.waitingPictures > 0)
    out.note(`The queue is full: ${applied.waitingPictures} screenshots wait. Import again when it has drained.`)
  if (!io.interrupted?.aborted) return undefined
  out.note('Interrupted. Run the same command again to import the rest; nothing comes twice.')
  return EXIT.interrupted
}
