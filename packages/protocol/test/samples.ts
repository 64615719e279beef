import type { TimeEventMessage } from '../src/index.js'

const fields = {
  id: '0195d3c0-1000-7000-8000-000000000001',
  entryId: '0195d3c0-1000-7000-8000-00000000e001',
  occurredAt: 1_767_603_600_000,
  recordedAt: 1_767_603_600_001,
  zone: 'Europe/Berlin',
  deviceId: 'laptop',
  seq: 0,
}

/** One valid message of each kind. */
export const MESSAGES: { readonly [Type in TimeEventMessage['type']]: Extract<TimeEventMessage, { type: Type }> } = {
  time_entry_start: { type: 'time_entry_start', ...fields, description: 'Reading 📖', project: null },
  time_entry_pause: { type: 'time_entry_pause', ...fields },
  time_entry_resume: { type: 'time_entry_resume', ...fields },
  time_entry_stop: { type: 'time_entry_stop', ...fields },
  time_entry_edit: {
    type: 'time_entry_edit',
    ...fields,
    changes: { description: '', project: 'P', segments: [{ from: 0, to: null }] },
  },
  time_entry_delete: { type: 'time_entry_delete', ...fields },
}

export const START = MESSAGES.time_entry_start
export const EDIT = MESSAGES.time_entry_edit
