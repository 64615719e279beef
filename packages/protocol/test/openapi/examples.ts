import type { BatchItem, EntriesPage, ItemResult, Problem, SessionMessage } from '../../src/index.js'

const entryId = '0195d3c0-1000-7000-8000-00000000e001'
const ids = ['0195d3c0-1000-7000-8000-000000000001', '0195d3c0-1000-7000-8000-000000000002'] as const
const fields = { entryId, zone: 'Europe/Berlin', deviceId: 'laptop' }
const nine = Date.UTC(2026, 0, 5, 9)
const half = nine + 30 * 60_000

export const batch: { items: BatchItem[] } = {
  items: [
    {
      type: 'time_entry_start',
      id: ids[0],
      ...fields,
      occurredAt: nine,
      recordedAt: nine,
      seq: 1,
      description: 'Write the report',
      project: 'Annual report',
    },
    { type: 'time_entry_stop', id: ids[1], ...fields, occurredAt: half, recordedAt: half, seq: 2 },
  ],
}

const partly: ItemResult[] = [
  { id: ids[0], status: 'duplicate' },
  { id: ids[1], status: 'applied' },
]
export const batchResult = { results: partly }

export const session: SessionMessage = {
  account: { id: '0195d3c0-0000-7000-8000-00000000ada0', email: 'ada@example.org', name: 'Ada' },
  tokens: { accessToken: 'eyJhbGciOi…', accessExpiresInSeconds: 900, refreshToken: 'k7Jx…' },
}

export const entries: EntriesPage = {
  entries: [
    {
      id: entryId,
      state: 'stopped',
      description: 'Write the report',
      project: 'Annual report',
      zone: 'Europe/Berlin',
      startedAt: nine,
      endedAt: half,
      segments: [{ from: nine, to: half }],
      workedMs: half - nine,
    },
  ],
  nextCursor: null,
}

export const problem = (status: number, code: string, title: string, detail: string): Problem => ({
  type: 'about:blank',
  title,
  status,
  code,
  detail,
})
