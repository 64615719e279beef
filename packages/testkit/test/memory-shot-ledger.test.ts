import { describeShotLedgerContract, MemoryJournal, MemoryQueue, MemoryShotLedger } from '../src/index.js'

describeShotLedgerContract({
  async create({ clock, newId, capacity }) {
    const queue = new MemoryQueue(clock, newId, capacity)
    const journal = new MemoryJournal(queue, clock, newId)
    return { queue, journal, shots: new MemoryShotLedger(queue, journal, clock) }
  },
})
