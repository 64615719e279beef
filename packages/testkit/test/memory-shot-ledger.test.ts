import {
  describeShotLedgerContract,
  MemoryJournal,
  MemoryQueue,
  MemoryShotLedger,
  MemoryUploadLedger,
} from '../src/index.js'

describeShotLedgerContract({
  async create({ clock, newId, capacity }) {
    const queue = new MemoryQueue(clock, newId, capacity)
    const journal = new MemoryJournal(queue, clock, newId)
    const uploads = new MemoryUploadLedger(queue, clock)
    return { queue, journal, uploads, shots: new MemoryShotLedger(queue, journal, clock) }
  },
})
