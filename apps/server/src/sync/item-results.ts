import { BLOB_MISSING, EARLIER_WORK_UNKNOWN, ENTRY_UNKNOWN, type ItemResult } from '@meantime/protocol'

/** `id` as the client wrote it. */
interface Named {
  readonly id: string
}

export const applied = ({ id }: Named): ItemResult => ({ id, status: 'applied' })

export const duplicate = ({ id }: Named): ItemResult => ({ id, status: 'duplicate' })

export const invalidItem = ({ id }: Named, detail: string): ItemResult => ({
  id,
  status: 'rejected',
  problem: { code: 'invalid-item', detail },
})

export const idempotencyConflict = ({ id }: Named): ItemResult => ({
  id,
  status: 'rejected',
  problem: { code: 'idempotency-conflict', detail: 'Another item with this id took effect before.' },
})

export const predecessorNotApplied = ({ id }: Named): ItemResult => ({
  id,
  status: 'blocked',
  problem: { code: 'predecessor-not-applied', detail: 'An item before it in its entry did not take effect.' },
})

export const entryUnknown = ({ id }: Named): ItemResult => ({
  id,
  status: 'blocked',
  problem: { code: ENTRY_UNKNOWN, detail: 'The start of its entry has not arrived.' },
})

export const earlierWorkUnknown = ({ id }: Named): ItemResult => ({
  id,
  status: 'blocked',
  problem: { code: EARLIER_WORK_UNKNOWN, detail: 'The server does not know what it confirmed to you last.' },
})

export const blobMissing = ({ id }: Named): ItemResult => ({
  id,
  status: 'blocked',
  problem: { code: BLOB_MISSING, detail: 'Its picture has not been uploaded, or was removed since.' },
})

export const notStored = ({ id }: Named): ItemResult => ({
  id,
  status: 'retry',
  problem: { code: 'not-stored', detail: 'The server could not store it; nothing of it took effect.' },
})
