import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEGACY_FROM, LEGACY_KEY_FILE, type LegacyContent, type LegacyRow } from '@meantime/testkit/legacy-database'
import type { InspectOptions } from '../../src/hubnity/index.js'
import { findings, tempFolder } from './desk.js'
import { legacyFile } from './legacy-file.js'

export async function read(content: LegacyContent, more: Partial<InspectOptions> = {}, keyFile?: string) {
  const folder = tempFolder()
  legacyFile(join(folder, 'hubnity.db'), content).close()
  if (keyFile !== undefined) writeFileSync(join(folder, LEGACY_KEY_FILE), keyFile)
  return findings(folder, more)
}

export const readRows = (rows: readonly LegacyRow[], more: Partial<InspectOptions> = {}) => read({ rows }, more)

export const reasons = (found: Awaited<ReturnType<typeof read>>) =>
  found.leftOut.map(({ where, reason }) => [where, reason])

export const ms = (minutes: number) => (LEGACY_FROM + minutes * 60) * 1000

export const sent = (row: LegacyRow): LegacyRow => ({ ...row, status: 'sent' })
