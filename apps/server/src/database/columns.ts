/* How columns are declared. */

const asNumber = {
  to: (value: number | null) => value,
  // A 64-bit integer is a string from PostgreSQL's driver and a number from SQLite's; ours all fit a double.
  from: (value: string | number | null) => (value === null ? null : Number(value)),
}

export const id = { type: 'varchar', length: 36 } as const
export const instant = { type: 'bigint', transformer: asNumber } as const
export const word = { type: 'varchar', length: 64 } as const
export const longText = { type: 'text' } as const
export const nullable = { nullable: true } as const
export const key = { primary: true } as const
