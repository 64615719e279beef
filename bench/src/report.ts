import Table from 'cli-table3'

export interface Sheet {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Goal {
  readonly name: string
  readonly wanted: string
  readonly measured: string
  readonly met: boolean
}

/** What one part of a benchmark found: its tables and how it stands to its goals. */
export interface Findings {
  readonly sheets: readonly Sheet[]
  readonly goals: readonly Goal[]
}

export function render(sheet: Sheet): string {
  const aligned = sheet.head.map((_, column) => (column === 0 ? 'left' : 'right') as 'left' | 'right')
  const table = new Table({ head: [...sheet.head], colAligns: aligned, style: { head: [], border: [], compact: true } })
  for (const row of sheet.rows) table.push([...row])
  return `\n${sheet.title}\n${table.toString()}\n`
}

export const goalSheet = (goals: readonly Goal[]): Sheet => ({
  title: 'Goals',
  head: ['goal', 'wanted', 'measured', ''],
  rows: goals.map(({ name, wanted, measured, met }) => [name, wanted, measured, met ? 'met' : 'MISSED']),
})

export const atLeast = (name: string, value: number, limit: number): Goal => ({
  name,
  wanted: `≥ ${limit} ×`,
  measured: times(value),
  met: value >= limit,
})

export const atMost = (name: string, value: number, limit: number, unit = '×'): Goal => ({
  name,
  wanted: `≤ ${limit} ${unit}`,
  measured: `${value.toFixed(2)} ${unit}`,
  met: value <= limit,
})

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)} ×`
/** Three digits are what such a measurement is worth. */
export const perSecond = (rate: number): string =>
  Number.isFinite(rate) ? Number(rate.toPrecision(3)).toLocaleString('en-US').replaceAll(',', ' ') : '–'
export const count = (n: number): string => n.toLocaleString('en-US').replaceAll(',', ' ')
