import { must } from '../model/violation.js'
import { readRecorded } from './expected.js'
import type { World } from './world.js'

/** Events of the open entry that are not delivered yet. */
export async function openUnsent(world: World): Promise<ReadonlySet<string>> {
  const entry = await (await world.program()).tracker.current()
  const recorded = entry && readRecorded(world.path).get(entry.id)
  const unsent = recorded?.events.filter(({ id }) => recorded.states.get(id)?.state !== 'sent') ?? []
  return new Set(unsent.map(({ id }) => id))
}

/** While online, what runs here runs there, unless somebody else has another entry open, or has stopped this one. */
export async function checkShown(world: World, before: ReadonlySet<string>): Promise<void> {
  const entry = await (await world.program()).tracker.current()
  const active = world.older.activeOf(world.user)
  if (!entry || (active && world.foreign.has(active.id))) return
  const recorded = readRecorded(world.path).get(entry.id)
  const sentNow = recorded?.events.filter(({ id }) => before.has(id) && recorded.states.get(id)?.state === 'sent') ?? []
  const allSent = recorded?.events.every(({ id }) => recorded.states.get(id)?.state === 'sent')
  if (sentNow.length === 0 || !allSent) return
  const row = world.older.entriesOf(world.user).find(({ description }) => description === entry.description)
  must(row !== undefined, `the server has no entry “${entry.description}”`)
  if (row.status === 'STOPPED' && world.touched.has(row.id)) return
  const expected = entry.state === 'running' ? 'RUNNING' : 'PAUSED'
  must(row.status === expected, `“${entry.description}” is ${entry.state} here and ${row.status} at the server`)
}
