import { EntitySchema } from 'typeorm'
import { id, instant, key, longText } from './columns.js'

export interface ActivityRow {
  accountId: string
  id: string
  entryId: string
  from: number
  /** JSON, as received. */
  minutes: string
}

export const activity = new EntitySchema<ActivityRow>({
  name: 'Activity',
  tableName: 'activity',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    id: { ...id, ...key },
    entryId: { ...id, name: 'entry_id' },
    from: { ...instant, name: 'begins_at' },
    minutes: longText,
  },
})
