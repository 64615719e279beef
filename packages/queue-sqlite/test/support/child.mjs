// A program of its own on the same file, with the real clock. Usage: node child.mjs <mode> <file> [count]
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { coreServices, createApp, isMeantimeError, JOURNAL, LOCKS, TASK_QUEUE } from '@meantime/core'
import { sqliteQueue } from '../../dist/index.js'

const [mode, file, count = '1'] = process.argv.slice(2)
const say = (line) => writeSync(1, `${line}\n`)

/** Starts when nothing is open, stops what is. */
const toggle =
  ({ newId, now }) =>
  ({ open }) => {
    const fields = { id: newId(), occurredAt: now() }
    return open
      ? [{ ...fields, entryId: open.id, type: 'stop' }]
      : [{ ...fields, entryId: newId(), type: 'start', description: '', project: null }]
  }

async function main() {
  const app = createApp({ plugins: [coreServices(), sqliteQueue({ file })] })
  await app.start(JOURNAL, TASK_QUEUE, LOCKS)
  const journal = app.get(JOURNAL)
  const parts = { newId: () => crypto.randomUUID(), now: () => Date.now() }
  if (mode === 'record') {
    for (let n = 0; n < Number(count); n += 1) {
      const { events } = await journal.record('ann', toggle(parts))
      say(events[0].id)
    }
  } else if (mode === 'modules') {
    const loaded = Object.keys(createRequire(import.meta.url).cache)
    say(loaded.some((path) => /[\\/]typeorm[\\/]/.test(path)) ? 'typeorm' : 'lean')
  } else if (mode === 'lock') {
    const lock = await app.get(LOCKS).tryAcquire('leader', 60_000)
    say(lock ? `epoch ${lock.epoch}` : 'held')
  } else if (mode === 'hold') {
    const lock = await app.get(LOCKS).tryAcquire('leader', 60_000)
    say(`epoch ${lock.epoch}`)
    // Until it is killed.
    await new Promise(() => setInterval(() => undefined, 60_000))
  } else if (mode === 'claim') {
    const lease = await app.get(TASK_QUEUE).claim({ account: 'ann', limit: 100 })
    for (const { id } of lease?.tasks ?? []) say(id)
  }
  await app.stop()
}

// Root ignores permissions, so a test of them goes on as nobody.
if (process.env.AS_NOBODY === '1' && process.getuid?.() === 0) process.setuid(65534)
try {
  await main()
} catch (error) {
  say(isMeantimeError(error) ? `${error.kind} ${error.code}` : String(error))
  process.exitCode = 1
}
