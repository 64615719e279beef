import { copyFileSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isMeantimeError, type Random } from '@meantime/core'
import { LEGACY_FILE, LEGACY_KEY_FILE, LEGACY_SCHEMAS } from '@meantime/testkit/legacy-database'
import { DAMAGES } from './damage.js'
import { importInto, openHere } from './here.js'
import { legacyFile, stateOf } from './legacy-file.js'
import { type Life, makeLife } from './life.js'
import { importAndKill, importInProcess, startWriter } from './processes.js'
import { compare, filesWith, recordedIn } from './verify.js'
import { checkWritten } from './written.js'

export interface Figures {
  imports: number
  entries: number
  pictures: number
  leftOut: number
  kills: number
  sweptCopies: number
  damaged: number
  refused: number
  written: number
}

export interface Scene {
  readonly folder: string
  readonly random: Random
  readonly figures: Figures
  readonly broken: string[]
}

/** Seconds. */
const FROM = 1_767_300_000

/** A file as it was closed, as a killed client left it, or while one runs; imported twice. */
export async function wholeFile({ folder, random, figures, broken }: Scene, number: number): Promise<void> {
  const life = makeLife(random, { entries: 1 + Math.floor(random() * 30), from: FROM })
  const [source, here] = [join(folder, 'source'), join(folder, 'here')]
  const database = legacyFile(source, LEGACY_SCHEMAS[number % LEGACY_SCHEMAS.length] ?? 'newest', life)
  const left = (['closed', 'killed', 'running'] as const)[Math.floor(number / LEGACY_SCHEMAS.length) % 3]
  if (left === 'closed') database.close()
  const read = left === 'killed' ? asKilled(source, join(folder, 'killed')) : source
  const before = stateOf(read)
  const app = await openHere(here)
  const request = { here, source: read, key: life.keys.env }
  const { imported, pictures, findings } = await importInto(app, request)
  figures.imports += 1
  figures.entries += imported
  figures.pictures += pictures
  figures.leftOut += findings.leftOut.length
  broken.push(...(await compare(app, life)))
  const once = await recordedIn(app)
  const again = await importInto(app, request)
  if (again.imported + again.pictures > 0 || JSON.stringify(await recordedIn(app)) !== JSON.stringify(once))
    broken.push('the second import changed something')
  await app.stop()
  unchanged(before, read, broken)
  noToken(life, here, broken)
  if (database.open) database.close()
}

/** About as long as the import takes where nothing else is going on. */
const LONGEST_MS = 400

/** Killed again and again at random moments; then once to its end. */
export async function killed({ folder, random, figures, broken }: Scene, times: number): Promise<void> {
  const life = makeLife(random, { entries: 400, from: FROM - 1_000_000, pictureBytes: 30_000 })
  const [live, source, here] = [join(folder, 'live'), join(folder, 'source'), join(folder, 'here')]
  const database = legacyFile(live, 'newest', life)
  asKilled(live, source)
  database.close()
  const before = stateOf(source)
  const request = { here, source, key: life.keys.env }
  for (let n = 0; n < times; n += 1) {
    figures.kills += (await importAndKill(request, random() * LONGEST_MS)) ? 1 : 0
    const files = filesWith(life.token, here)
    const others = files.filter((file) => !isCopiedLog(file))
    if (others.length < files.length) figures.sweptCopies += 1
    if (others.length > 0) broken.push(`after a kill the token is in ${others.join(', ')}`)
  }
  const { imported, pictures } = await importInProcess(request)
  figures.imports += 1
  const app = await openHere(here)
  broken.push(...(await compare(app, life)))
  const recorded = await recordedIn(app)
  figures.entries += recorded.entries.length
  figures.pictures += recorded.tasks.filter(({ entityType }) => entityType === 'screenshot').length
  const more = await importInto(app, request)
  if (more.imported + more.pictures > 0) broken.push(`after ${imported} and ${pictures} there was still something new`)
  await app.stop()
  unchanged(before, source, broken)
  noToken(life, here, broken)
}

/** Whatever is damaged: words instead of a crash, nothing changed there, no token here, and twice is as once. */
export async function damaged({ folder, random, figures, broken }: Scene, number: number): Promise<void> {
  const damage = DAMAGES[number % DAMAGES.length]
  if (!damage) return
  const life = makeLife(random, { entries: 40, from: FROM, pictureBytes: 6000 })
  const [source, here] = [join(folder, 'source'), join(folder, 'here')]
  legacyFile(source, 'newest', life).close()
  damage.do(join(source, LEGACY_FILE), random)
  const before = stateOf(source)
  figures.damaged += 1
  const app = await openHere(here)
  try {
    const request = { here, source, key: life.keys.env }
    const { findings } = await importInto(app, request)
    const recorded = await recordedIn(app)
    if (!damage.silent) broken.push(...onlyTrue(recorded.entries, life, findings.remarks))
    await importInto(app, request)
    if (JSON.stringify(await recordedIn(app)) !== JSON.stringify(recorded))
      broken.push(`${damage.name}: twice is not as once`)
  } catch (error) {
    if (isMeantimeError(error) && error.kind === 'input') figures.refused += 1
    else broken.push(`${damage.name}: ${(error as Error).stack}`)
  } finally {
    await app.stop()
  }
  unchanged(before, source, broken)
  noToken(life, here, broken)
}

/** While another process writes, checkpoints and begins its log anew: a state that there really was. */
export async function whileWritten({ folder, figures, broken }: Scene): Promise<void> {
  const [source, here] = [join(folder, 'source'), join(folder, 'here')]
  legacyFile(source, 'newest', { rows: [], keys: {} }).close()
  const writer = await startWriter(source)
  const app = await openHere(here)
  try {
    let seen = 0
    for (let n = 0; n < 4; n += 1) {
      const { findings } = await importInto(app, { here, source })
      const { entries } = await recordedIn(app)
      const wrong = checkWritten(entries.map(({ description }) => description))
      if (wrong) broken.push(wrong)
      const odd = findings.leftOut.find(({ reason }) => reason !== 'unknown-kind')
      if (odd) broken.push(`read while written: ${JSON.stringify(odd)}`)
      if (entries.length < seen) broken.push('less was read than before')
      seen = entries.length
    }
    figures.imports += 4
    figures.written += seen
    if (seen === 0) broken.push('nothing was read of what was written')
  } finally {
    await writer.end()
    await app.stop()
  }
}

const MOST_MB = 350

/** As many tasks as the queue takes, and hundreds of MB: one picture at a time in memory. */
export async function huge({ folder, random, figures, broken }: Scene): Promise<void> {
  const life = makeLife(random, { entries: 1500, from: FROM - 5_000_000, pictures: 0.5, pictureBytes: 200_000 })
  const [source, here] = [join(folder, 'source'), join(folder, 'here')]
  legacyFile(source, 'newest', life).close()
  const before = statSync(join(source, LEGACY_FILE), { bigint: true })
  const { imported, pictures, maxRssMb } = await importInProcess({ here, source, key: life.keys.env })
  figures.imports += 1
  figures.entries += imported
  figures.pictures += pictures
  const app = await openHere(here)
  broken.push(...(await compare(app, life)))
  await app.stop()
  if (maxRssMb > MOST_MB)
    broken.push(`an import of ${Number(before.size) >> 20} MB took ${Math.round(maxRssMb)} MB of memory`)
  const after = statSync(join(source, LEGACY_FILE), { bigint: true })
  if (before.mtimeNs !== after.mtimeNs || before.size !== after.size) broken.push('the source was written to')
  noToken(life, here, broken)
}

/** It needs its name for some ms; Windows keeps that of the whole copy. The next import removes what a kill left. */
const isCopiedLog = (file: string): boolean =>
  file.startsWith('importing') && (file.endsWith('copy.db-wal') || process.platform === 'win32')

function asKilled(live: string, folder: string): string {
  mkdirSync(folder)
  const key = join(live, LEGACY_KEY_FILE)
  if (existsSync(key)) cpSync(key, join(folder, LEGACY_KEY_FILE))
  for (const suffix of ['', '-wal']) copyFileSync(join(live, LEGACY_FILE + suffix), join(folder, LEGACY_FILE + suffix))
  return folder
}

function unchanged(before: string, source: string, broken: string[]): void {
  if (stateOf(source) !== before) broken.push('something in the folder of the source was changed, made or removed')
}

function noToken({ token }: Life, here: string, broken: string[]): void {
  const files = filesWith(token, here)
  if (files.length > 0) broken.push(`the token is in ${files.join(', ')}`)
}

/** Of a file that is cut off less may be read, but nothing else, unless it is said of some that they may be wrong. */
function onlyTrue(
  entries: readonly { startedAt: number; segments: unknown }[],
  life: Life,
  remarks: readonly string[],
): string[] {
  const told = remarks.some((remark) => remark.includes('cannot be read'))
  return entries.flatMap(({ startedAt, segments }) => {
    const truth = life.entries.find((entry) => entry.segments[0]?.from === startedAt)
    if (!truth) return ['an entry was read that there never was']
    const same = JSON.stringify(truth.segments) === JSON.stringify(segments)
    return same || told ? [] : ['an entry has other times, and nothing tells of it']
  })
}
