import type { ItemResult, SyncResult, TimeEventMessage } from '@meantime/protocol'
import { v7 } from 'uuid'
import { type Api, START } from './harness.js'

type Kind = TimeEventMessage['type'] extends `time_entry_${infer K}` ? K : never

/** Events of one entry, one minute apart. */
export class EntryScript {
  readonly entryId: string
  private count = 0

  constructor(entryId: string = v7()) {
    this.entryId = entryId
  }

  start(description = 'Write the report', project: string | null = 'Apollo'): Record<string, unknown> {
    return { ...this.event('start'), description, project }
  }

  edit(changes: Record<string, unknown>): Record<string, unknown> {
    return { ...this.event('edit'), changes }
  }

  event(kind: Kind): Record<string, unknown> {
    const occurredAt = START + this.count * 60_000
    this.count += 1
    const common = { recordedAt: occurredAt, zone: 'Europe/Berlin', deviceId: 'laptop', seq: this.count }
    return { type: `time_entry_${kind}`, id: v7(), entryId: this.entryId, occurredAt, ...common }
  }

  /** Start, pause, resume, stop: two minutes of work. */
  whole(description?: string): Record<string, unknown>[] {
    return [this.start(description), this.event('pause'), this.event('resume'), this.event('stop')]
  }
}

/** Sends items and gives the results by id; fails when the server did not take the envelope. */
export async function send(api: Api, items: readonly unknown[]): Promise<Map<string, ItemResult>> {
  const { status, body } = await api.post<SyncResult>('/v1/sync/batches', { items })
  if (status !== 200) throw new Error(`the batch was answered ${status}: ${JSON.stringify(body)}`)
  return new Map(body.results.map((result) => [result.id, result]))
}

/** `applied`, `rejected idempotency-conflict`, … in the order of the items. */
export async function outcomes(api: Api, items: readonly object[]): Promise<string[]> {
  const { status, body } = await api.post<SyncResult>('/v1/sync/batches', { items })
  if (status !== 200) throw new Error(`the batch was answered ${status}: ${JSON.stringify(body)}`)
  return body.results.map((result) => ('problem' in result ? `${result.status} ${result.problem.code}` : result.status))
}
