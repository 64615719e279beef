import { describeQueueContract, MemoryJournal, MemoryQueue, MemoryUploadLedger } from '../src/index.js'

describeQueueContract({
  async create({ clock, newId, capacity }) {
    const queue = new MemoryQueue(clock, newId, capacity)
    const journal = new MemoryJournal(queue, clock, newId)
    return { queue, journal, uploads: new MemoryUploadLedger(queue, clock) }
  },
  capabilities: { uploads: true },
})
