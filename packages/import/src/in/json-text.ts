import { notThatFormat } from '../import-errors.js'

export type Fields = Readonly<Record<string, unknown>>

export function parseJson(text: string, format: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw notThatFormat(format, 'it is no JSON', error)
  }
}

export function listOf(value: unknown, format: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw notThatFormat(format, 'it holds no list of entries')
}

/** No fields when it is no object. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
