/** The last entry of a page: the next page begins after it. */
export interface Position {
  readonly startedAt: number
  readonly id: string
}

export const encodeCursor = ({ startedAt, id }: Position): string =>
  Buffer.from(`${startedAt}:${id}`).toString('base64url')

/** Undefined when it is not a cursor that `encodeCursor` made. */
export function decodeCursor(cursor: string): Position | undefined {
  const [, startedAt, id] = /^(\d{1,16}):([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return startedAt === undefined || id === undefined ? undefined : { startedAt: Number(startedAt), id }
}
