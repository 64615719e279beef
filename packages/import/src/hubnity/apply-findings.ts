import { foreignIdKey, isQueueFullError, type ScreenshotOutbox, type StateStore } from '@meantime/core'
import { type Applied, type ApplyOptions, type ApplyTo, apply } from '../apply.js'
import type { HubnityFindings } from './inspect.js'
import type { FoundPicture } from './settle-entries.js'

export interface FindingsTo extends ApplyTo {
  readonly screenshots: Pick<ScreenshotOutbox, 'add'>
  /** Remembers which pictures are done, for longer than the queue remembers what was delivered. */
  readonly state: StateStore
}

export interface FindingsOptions extends Omit<ApplyOptions, 'onProgress'> {
  readonly onProgress?: (what: 'entries' | 'pictures', done: number, of: number) => void
}

export interface FindingsApplied extends Applied {
  readonly pictures: number
  readonly knownPictures: number
  /** Of entries that were deleted here since, or cannot be read any more. */
  readonly leftPictures: number
  /** The queue was full: import again when it has drained. */
  readonly waitingPictures: number
}

/**
 * Entries first, because worked time makes room in a full queue and a picture does not; then the pictures, one at a time
 * in memory. Twice changes nothing; killed in between and begun again, it ends the same.
 */
export async function applyFindings(
  findings: Pick<HubnityFindings, 'entries' | 'pictures' | 'picture'>,
  to: FindingsTo,
  { onProgress, signal }: FindingsOptions = {},
): Promise<FindingsApplied> {
  // Before the entries: a delivery in the background may be faster than what comes after them.
  for (const { id, foreignId } of findings.entries)
    if (foreignId !== undefined) await to.state.set(foreignIdKey(id), foreignId)
  const entries = await apply(findings.entries, to, {
    signal,
    onProgress: (done, of) => onProgress?.('entries', done, of),
  })
  const counts = { pictures: 0, knownPictures: 0, leftPictures: 0, waitingPictures: 0 }
  const all = findings.pictures
  for (const [index, picture] of all.entries()) {
    if (signal?.aborted) break
    try {
      counts[await takePicture(picture, findings, to)] += 1
    } catch (error) {
      if (!isQueueFullError(error)) throw error
      counts.waitingPictures = all.length - index
      break
    }
    onProgress?.('pictures', index + 1, all.length)
  }
  return { ...entries, ...counts }
}

/** The pictures that an import would still take. */
export async function freshPictures(
  pictures: readonly FoundPicture[],
  state: Pick<StateStore, 'get'>,
): Promise<readonly FoundPicture[]> {
  const fresh: FoundPicture[] = []
  const done = new Map<string, readonly string[]>()
  for (const picture of pictures) {
    const { entryId, id } = picture
    const known = done.get(entryId) ?? (await state.get<readonly string[]>(doneKey(entryId))) ?? []
    done.set(entryId, known)
    if (!known.includes(id)) fresh.push(picture)
  }
  return fresh
}

async function takePicture(
  found: FoundPicture,
  findings: Pick<HubnityFindings, 'picture'>,
  { journal, screenshots, state }: FindingsTo,
): Promise<'pictures' | 'knownPictures' | 'leftPictures'> {
  const { id, entryId, takenAt } = found
  const done = doneKey(entryId)
  if ((await state.get<readonly string[]>(done))?.includes(id)) return 'knownPictures'
  const entry = await journal.entry(entryId)
  if (entry === undefined || entry.state === 'deleted') return 'leftPictures'
  const picture = findings.picture(found)
  if (!picture) return 'leftPictures'
  await screenshots.add({ id, entryId, takenAt, ...picture })
  // Killed before this, the next import adds it again, under the id by which the queue knows it.
  await state.update<readonly string[]>(done, (ids = []) => (ids.includes(id) ? ids : [...ids, id]))
  return 'pictures'
}

const doneKey = (entryId: string): string => `import:pictures:${entryId}`
