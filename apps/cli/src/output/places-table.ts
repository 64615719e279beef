import Table from 'cli-table3'

/** A small table of names and values. */
export function placesTable(rows: readonly (readonly [string, string])[]): string {
  const table = new Table({ style: { head: [], border: [] } })
  for (const [name, value] of rows) table.push([name, value])
  return table.toString()
}
