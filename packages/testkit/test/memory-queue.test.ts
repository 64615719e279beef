import { describeQueueContract, MemoryJournal, MemoryQueue } from '../src/index.js'

describeQueueContract({
  async create({ clock, newId, capacity }) {
    const queue = new MemoryQueue(clock, newId, capacity)
    return { queue, journal: new MemoryJournal(queue, clock, newId) }
  },
})
