import type { Database, Statement } from 'better-sqlite3'

/** One open database with its prepared statements, each prepared at first use and kept. */
export class Connection {
  private readonly statements = new Map<string, Statement<unknown[], unknown>>()

  private synced = true
  private changesSeen = 0

  constructor(
    readonly database: Database,
    private readonly level: 'FULL' | 'NORMAL' = 'FULL',
  ) {}

  /** Whether the commits from now on wait for the disk. It costs some µs when it changes. */
  syncsCommits(wanted: boolean): void {
    if (wanted === this.synced) return
    this.database.pragma(`synchronous = ${wanted ? this.level : 'NORMAL'}`)
    this.synced = wanted
  }

  /** `text` must be a constant: every distinct text stays prepared until the connection is closed. */
  sql<Row = unknown>(text: string): Statement<unknown[], Row> {
    let statement = this.statements.get(text)
    if (statement === undefined) {
      statement = this.database.prepare<unknown[], unknown>(text)
      this.statements.set(text, statement)
    }
    return statement as Statement<unknown[], Row>
  }

  /** Whether rows were inserted, changed or deleted since it was last asked. */
  hasChanged(): boolean {
    const n = this.sql<number>('SELECT total_changes()').pluck().get() ?? 0
    const changed = n !== this.changesSeen
    this.changesSeen = n
    return changed
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }
}
