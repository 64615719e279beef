import type { AccountId, Clock, NewId } from '@meantime/core'
import type { ProjectsPage } from '@meantime/protocol'
import { type EntityManager, In } from 'typeorm'
import type { Database } from '../database/database.js'
import { projects } from '../database/entities.js'

/** The project names that an account has used. Two spellings that differ in case only are one; the first one stays. */
export class Projects {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  async remember(manager: EntityManager, accountId: AccountId, names: readonly string[]): Promise<void> {
    const wanted = new Map<string, string>()
    for (const name of names.map((text) => text.trim()).filter((text) => text !== '')) {
      if (!wanted.has(name.toLowerCase())) wanted.set(name.toLowerCase(), name)
    }
    if (wanted.size === 0) return
    for (const { nameKey } of await manager.findBy(projects, { accountId, nameKey: In([...wanted.keys()]) }))
      wanted.delete(nameKey)
    const createdAt = this.clock.now()
    const rows = [...wanted].map(([nameKey, name]) => {
      return { accountId, id: this.newId(), name, nameKey, archived: false, createdAt }
    })
    if (rows.length > 0) await manager.insert(projects, rows)
  }

  async list(accountId: AccountId): Promise<ProjectsPage> {
    const rows = await this.database.read((manager) =>
      manager.find(projects, { where: { accountId }, order: { nameKey: 'ASC' } }),
    )
    return { projects: rows.map(({ id, name, archived }) => ({ id, name, archived })) }
  }
}
