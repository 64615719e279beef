/** A stored value; undefined for a text that is no valid UTF-8 any more. */
export type Value = null | number | string | Buffer | undefined

/** Reads a variable-length integer; undefined beyond the end, or above what a number can hold. */
export function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0
  for (let n = 0; n < 8; n += 1) {
    const byte = bytes[at + n]
    if (byte === undefined) return undefined
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, next: at + n + 1 } : undefined
  }
  return undefined
}

/** How many bytes the record that starts at `at` has by its own header; undefined when that is no record's header. */
export function recordLength(bytes: Buffer, at: number): number | undefined {
  const types = serialTypes(bytes, at)
  return types?.types.reduce((sum, type) => sum + lengthOf(type), types.length)
}

/** The values of a record; undefined when the bytes are not exactly one record (fileformat2.html, section 2.1). */
export function recordValues(bytes: Buffer): Value[] | undefined {
  const header = serialTypes(bytes, 0)
  if (!header) return undefined
  const values: Value[] = []
  let at = header.length
  for (const type of header.types) {
    const end = at + lengthOf(type)
    if (end > bytes.length) return undefined
    values.push(decoded(type, bytes.subarray(at, end)))
    at = end
  }
  return at === bytes.length ? values : undefined
}

function serialTypes(bytes: Buffer, at: number): { types: number[]; length: number } | undefined {
  const size = varint(bytes, at)
  if (!size || size.value < 1 || at + size.value > bytes.length) return undefined
  const types: number[] = []
  let next = size.next
  while (next < at + size.value) {
    const type = varint(bytes, next)
    if (!type || type.value === 10 || type.value === 11) return undefined
    types.push(type.value)
    next = type.next
  }
  return next === at + size.value ? { types, length: size.value } : undefined
}

const FIXED = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function lengthOf(type: number): number {
  return FIXED[type] ?? Math.floor((type - 12) / 2)
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decoded(type: number, bytes: Buffer): Value {
  if (type === 0) return null
  if (type === 8 || type === 9) return type - 8
  if (type === 7) return bytes.readDoubleBE(0)
  if (type === 6) return Number(bytes.readBigInt64BE(0))
  if (type < 6) return bytes.readIntBE(0, bytes.length)
  if (type % 2 === 0) return bytes
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}
