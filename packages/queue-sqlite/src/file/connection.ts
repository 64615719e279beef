import type { Database, Statement } from 'better-sqlite3'

/** One open database with its prepared statements, each prepared at first use and kept. */
export class Connection {
  private readonly statements = new Map<string, Statement<unknown[], unknown>>()

  private synced = true

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

  /** Rows inserted, changed or deleted since the connection was opened. */
  totalChanges(): number {
    return this.sql<{ n: number }>('SELECT total_changes() AS n').get()?.n ?? 0
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }
}
