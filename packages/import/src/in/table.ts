import { CsvError, parse } from 'csv-parse/sync'
import { notThatFormat } from '../import-errors.js'

export interface TableRow {
  /** The line of the file that it ends in. */
  readonly line: number
  /** By header, in small letters. */
  readonly cells: Readonly<Record<string, string>>
}

export interface Table {
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
}

/** CSV by RFC 4180, or with semicolons or tabs as spreadsheets of some countries write it. */
export function readTable(text: string, format: string): Table {
  let headers: string[] = []
  const columns = (names: string[]) => {
    headers = names.map((name) => name.trim().toLowerCase())
    return headers
  }
  try {
    const options = { bom: true, info: true, relaxColumnCount: true, skipEmptyLines: true } as const
    const found: unknown = parse(text, { ...options, columns, delimiter: delimiterOf(text) })
    return { headers, rows: (found as Found[]).map(({ record, info }) => ({ cells: record, line: info.lines })) }
  } catch (error) {
    if (error instanceof CsvError) throw notThatFormat(format, `line ${String(error.lines)}: ${whyNot(error)}`, error)
    throw error
  }
}

/** The library's sentence holds the whole field, which may be a picture. */
const whyNot = ({ code, message }: CsvError): string => WHY[code] ?? message.slice(0, 80)

const WHY: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quotation mark',
  INVALID_OPENING_QUOTE: 'a quotation mark stands in the middle of a field',
}

interface Found {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number }
}

/** What stands most often in the header. */
function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const counts = [',', ';', '\t'].map((sign) => [sign, header.split(sign).length] as const)
  return counts.sort((a, b) => b[1] - a[1])[0]?.[0] ?? ','
}
