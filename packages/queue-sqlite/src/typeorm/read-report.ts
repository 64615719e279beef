import type { DataSource, EntitySchema } from 'typeorm'
import { storageError } from '../file/storage-error.js'
import type { DayFigures, QueueReport } from '../queue-report.js'
import { dataSource, withDataSource } from './data-source.js'
import { DropEntity, HistoryEntity, TaskEntity } from './entities.js'

type Figure = 'recorded' | 'delivered' | 'dropped'
type Days = Map<string, Record<Figure, number>>

/** See queueReport. */
export async function readReport(file: string): Promise<QueueReport> {
  try {
    return await withDataSource(dataSource(file, { readonly: true }), report)
  } catch (error) {
    throw storageError(error)
  }
}

async function report(source: DataSource): Promise<QueueReport> {
  const days: Days = new Map()
  await addPerDay(source, days, TaskEntity, 'createdAt', 'recorded')
  await addPerDay(source, days, TaskEntity, 'sentAt', 'delivered')
  await addPerDay(source, days, DropEntity, 'createdAt', 'recorded')
  await addPerDay(source, days, DropEntity, 'droppedAt', 'dropped')
  for (const { day, what, n } of await source.getRepository(HistoryEntity).find()) add(days, day, what, n)
  return { days: inOrder(days), totals: await totals(source) }
}

/** The ledger must add up, so `recorded` comes from SQLite's numbering and not from the rows it is compared with. */
async function totals(source: DataSource): Promise<QueueReport['totals']> {
  const tasks = source.getRepository(TaskEntity)
  const count = (...states: string[]) =>
    tasks.createQueryBuilder('row').where('row.state IN (:...states)', { states }).getCount()
  const purged = await source.getRepository(HistoryEntity).sum('n', { what: 'delivered' })
  const [numbering] = await source.query<{ seq: number }[]>("SELECT seq FROM sqlite_sequence WHERE name = 'tasks'")
  return {
    recorded: numbering?.seq ?? 0,
    delivered: (await count('sent')) + (purged ?? 0),
    queued: await count('pending', 'leased', 'failed'),
    parked: await count('dead'),
    cancelled: await count('cancelled'),
    dropped: await source.getRepository(DropEntity).count(),
  }
}

async function addPerDay(
  source: DataSource,
  days: Days,
  entity: EntitySchema<object>,
  instant: string,
  figure: Figure,
): Promise<void> {
  const rows = await source
    .getRepository(entity)
    .createQueryBuilder('row')
    .select(`date(row.${instant} / 1000, 'unixepoch')`, 'day')
    .addSelect('COUNT(*)', 'n')
    .where(`row.${instant} IS NOT NULL`)
    .groupBy('day')
    .getRawMany<{ day: string; n: number }>()
  for (const { day, n } of rows) add(days, day, figure, n)
}

function add(days: Days, day: string, figure: Figure, n: number): void {
  const figures = days.get(day) ?? { recorded: 0, delivered: 0, dropped: 0 }
  figures[figure] += n
  days.set(day, figures)
}

function inOrder(days: Days): DayFigures[] {
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, figures]) => ({ day, ...figures }))
}
