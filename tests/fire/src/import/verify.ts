import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type App, BLOB_STORE, type Entry, JOURNAL, LOCAL_ACCOUNT, TASK_QUEUE, type Task } from '@meantime/core'
import type { Life, TrueEntry } from './life.js'

const ALL = 1_000_000

export interface Recorded {
  readonly entries: readonly Entry[]
  readonly tasks: readonly Task[]
}

export async function recordedIn(app: App): Promise<Recorded> {
  const entries = await app.get(JOURNAL).entries({ account: LOCAL_ACCOUNT, limit: ALL })
  return { entries, tasks: await app.get(TASK_QUEUE).tasks({ limit: ALL }) }
}

/** Everything that is wrong about what was recorded of a life, in words. */
export async function compare(app: App, life: Life): Promise<string[]> {
  const { entries, tasks } = await recordedIn(app)
  const whole = life.entries.filter(({ open }) => !open)
  const wrong = whole.flatMap((truth) => wrongAbout(truth, entries, tasks))
  if (entries.length !== whole.length) wrong.push(`${entries.length} entries instead of ${whole.length}`)
  const pictures = whole.flatMap((truth) => truth.pictures)
  const shots = tasks.filter(({ entityType }) => entityType === 'screenshot').length
  if (shots !== pictures.length) wrong.push(`${shots} screenshots in the queue instead of ${pictures.length}`)
  for (const sha256 of pictures) {
    const blob = await app.get(BLOB_STORE).open(sha256)
    if (blob === undefined) wrong.push(`the picture ${sha256.slice(0, 8)} is not there`)
    await blob?.close()
  }
  return wrong
}

function wrongAbout(truth: TrueEntry, entries: readonly Entry[], tasks: readonly Task[]): string[] {
  const { description, project, segments, delivered } = truth
  const found = entries.filter((entry) => entry.startedAt === segments[0]?.from)
  const [entry] = found
  if (!entry || found.length !== 1) return [`“${description}” is there ${found.length} times`]
  const wrong: string[] = []
  if (entry.description !== description.trim() || entry.project !== project)
    wrong.push(`“${description}” is named otherwise`)
  if (JSON.stringify(entry.segments) !== JSON.stringify(segments)) wrong.push(`“${description}” has other times`)
  const states = new Set(tasks.filter(({ lane }) => lane === entry.id).map(({ state }) => state))
  const expected = delivered ? 'cancelled' : 'pending'
  if (states.size !== 1 || !states.has(expected)) wrong.push(`“${description}” is ${[...states]}, not ${expected}`)
  return wrong
}

/** Files that hold the token, in clear or in base64. The copy of an import that was killed may, until the next one. */
export function filesWith(token: string, folder: string): string[] {
  const needles = [
    Buffer.from(token),
    Buffer.from(Buffer.from(token).toString('base64').replace(/=+$/, '').slice(0, -1)),
  ]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return needles.some((needle) => bytes.includes(needle))
    })
    .map((path) => relative(folder, path))
}
