import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JOURNAL, STATE_STORE, TASK_QUEUE } from '@meantime/core'
import Database from 'better-sqlite3'
import { ANN, databaseIn, settingsIn, type World } from './world.js'

/** What was acknowledged and what was refused, to be compared with what the disk says. */
export class Facts {
  acknowledged = 0
  private readonly present = { events: new Set<string>(), tasks: new Set<string>() }
  private readonly absent = { events: new Set<string>(), tasks: new Set<string>() }
  private readonly values = new Map<string, string>()
  private readonly delivered = new Set<string>()

  async try(kind: 'events' | 'tasks', id: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.absent[kind].add(id)
      throw error
    }
    this.present[kind].add(id)
    this.acknowledged += 1
  }

  /** What is refused must not show: the value before stays. */
  async set(name: string, value: string, work: () => Promise<unknown>): Promise<void> {
    await work()
    this.values.set(name, value)
    this.acknowledged += 1
  }

  sent(id: string): void {
    this.delivered.add(id)
    this.acknowledged += 1
  }

  /** In words, what the running program does not show although it was acknowledged. */
  async missingIn({ app, folder }: World): Promise<string[]> {
    const missing: string[] = []
    await app.get(JOURNAL).open(ANN)
    await app.get(TASK_QUEUE).counts()
    for (const [name, value] of this.values) {
      const found = name.startsWith('state ')
        ? await app.get(STATE_STORE).get(name.slice('state '.length))
        : inFile(join(folder, name === 'profile' ? 'profile.json' : ''), settingsIn(folder), name)
      if (found !== value) missing.push(`${name} is ${String(found).slice(0, 40)} instead of ${value.slice(0, 40)}`)
    }
    return missing
  }

  /** In words, what the file does not hold although it was acknowledged, or holds although it was refused. */
  missingOnDisk(folder: string): string[] {
    const database = new Database(databaseIn(folder), { readonly: true })
    try {
      const events = idsOf(database, 'SELECT id FROM events')
      const tasks = new Map(
        database
          .prepare<[], { id: string; state: string }>('SELECT id, state FROM tasks')
          .all()
          .map(({ id, state }) => [id, state]),
      )
      // A purged receipt is no loss: it is counted.
      const gone = (id: string) => !tasks.has(id) && !this.delivered.has(id)
      return [
        ...[...this.present.events].filter((id) => !events.has(id)).map((id) => `event ${id} was lost`),
        ...[...this.present.tasks, ...this.present.events].filter(gone).map((id) => `task ${id} was lost`),
        ...[...this.absent.events].filter((id) => events.has(id)).map((id) => `event ${id} was refused and is there`),
        ...[...this.absent.tasks].filter((id) => tasks.has(id)).map((id) => `task ${id} was refused and is there`),
        ...[...this.delivered]
          .filter((id) => (tasks.get(id) ?? 'sent') !== 'sent')
          .map((id) => `${id} was settled as sent and is ${tasks.get(id)}`),
        ...(database.pragma('integrity_check', { simple: true }) === 'ok'
          ? []
          : ['the integrity check finds something']),
      ]
    } finally {
      database.close()
    }
  }
}

function inFile(profile: string, settings: string, name: string): unknown {
  const path = name === 'profile' ? profile : settings
  if (!existsSync(path)) return undefined
  const content = JSON.parse(readFileSync(path, 'utf8')) as { email?: string; server?: string }
  return name === 'profile' ? content.email : content.server
}

function idsOf(database: Database.Database, sql: string): ReadonlySet<string> {
  const rows = database.prepare<[], { id: string }>(sql).all()
  return new Set(rows.map(({ id }) => id))
}
