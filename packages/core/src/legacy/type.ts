/** What a task of the predecessor's `sync_queue` is about. */
export type LegacyType = 'start' | 'pause' | 'resume' | 'stop' | 'screenshot'

const TYPES: Readonly<Record<string, LegacyType>> = {
  time_entry_start: 'start',
  time_entry_pause: 'pause',
  time_entry_resume: 'resume',
  time_entry_stop: 'stop',
  screenshot: 'screenshot',
}

/** @param entityType its column `entity_type`; undefined for a kind that nobody knows */
export const legacyType = (entityType: unknown): LegacyType | undefined => TYPES[String(entityType)]
