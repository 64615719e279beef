import { BACKGROUND_SYNC } from '@meantime/core'
import { OurQueue } from './our-queue.js'
import { syncInto } from './sync-plugins.js'

/** `at`: the system's monotonic clock in ns, the same in all processes. */
export interface SentAt {
  readonly at: string
}

const [file = '', synchronous] = process.argv.slice(2)
const tell = (message: SentAt) => process.send?.(message)

const transport = syncInto(async () => {
  tell({ at: String(process.hrtime.bigint()) })
})
const settings = { synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL' } as const
const queue = await OurQueue.open(file, settings, [transport])
await queue.app.start(BACKGROUND_SYNC)
process.once('disconnect', () => void queue.close())
tell({ at: '0' })
