import type { Break } from './breaks.js'

const QUEUE = 'packages/queue-sqlite'
const contract = (title: string) => [QUEUE, 'test/contract.test.ts', title] as const
const legacy = (title: string) => [QUEUE, 'test/legacy-pictures.test.ts', title] as const

/** Guards of what was given up, of pictures, and of who may read the database. */
export const PICTURE_BREAKS: readonly Break[] = [
  {
    name: 'what is recorded of a given-up entry is sent',
    file: `${QUEUE}/src/queue/insert-task.ts`,
    replace: 'if (!startOpen && isOfGivenUp(connection, task))',
    by: 'if (startOpen && isOfGivenUp(connection, task))',
    caughtBy: contract('what is recorded of it later is not sent either'),
  },
  {
    name: 'screenshots of a given-up entry are sent',
    file: `${QUEUE}/src/queue/given-up.ts`,
    replace: '[entryId, ...shots.map(({ key }) => key)]',
    by: '[entryId, ...shots.map(() => entryId)]',
    caughtBy: contract('with what waits behind it and its screenshots, and nothing else'),
  },
  {
    name: 'what was being sent of a given-up entry goes out again',
    file: `${QUEUE}/src/queue/settle.ts`,
    replace: 'for (const lane of unsent) giveUpLeftOver(connection, lane, now)',
    by: 'void giveUpLeftOver',
    caughtBy: contract('what is being sent at that moment counts as sent if it arrives'),
  },
  {
    name: 'an expired lease brings a given-up entry back',
    file: `${QUEUE}/src/queue/leases.ts`,
    replace: 'giveUpLeftOver(connection, key, now)',
    by: 'void giveUpLeftOver',
    caughtBy: contract('what is being sent at that moment counts as sent if it arrives'),
  },
  {
    name: 'a server that forgot gets parts of a given-up entry',
    file: `${QUEUE}/src/journal/reoffer.ts`,
    replace: 'if (isGivenUp(connection, entry)) return []',
    by: "if (isGivenUp(connection, entry + '?')) return []",
    caughtBy: contract('what is being sent at that moment counts as sent if it arrives'),
  },
  {
    name: 'a salvage forgets what was given up',
    file: `${QUEUE}/src/file/salvage/tasks.ts`,
    replace: 'givenUp.has(entryOf(task))',
    by: "givenUp.has(entryOf(task) + '?')",
    caughtBy: [QUEUE, 'test/given-up.test.ts', 'a salvage keeps the decision'],
  },
  {
    name: 'a screenshot does not wait for its picture',
    file: `${QUEUE}/src/queue/insert-task.ts`,
    replace: 'const held = task.blob !== undefined || startOpen',
    by: 'const held = startOpen',
    caughtBy: contract('tasks with one content make one upload, oldest first'),
  },
  {
    name: 'two programs make two tasks of one old picture',
    file: `${QUEUE}/src/legacy/waiting-pictures.ts`,
    replace: 'if (changes === 0) return false',
    by: 'if (changes < 0) return false',
    caughtBy: legacy('by another program that does the same: each picture becomes one task'),
  },
  {
    name: 'an old picture is lost when there is no room for its file',
    file: `${QUEUE}/src/legacy/legacy-pictures.ts`,
    replace: 'const stored = await this.blobs.put(next.picture.bytes)',
    by: "await this.file.write((connection) => becomeTask(connection, next, { sha256: '0'.repeat(64), bytes: 1 }, this.deps.newId() as TaskId))\n    const stored = await this.blobs.put(next.picture.bytes)",
    caughtBy: legacy('between the file and its row: begun again, it is there once'),
  },
  {
    name: 'what is no picture becomes a task',
    file: `${QUEUE}/src/legacy/replay.ts`,
    replace: 'if (!legacyPicture(imageData)) return NO_PICTURE',
    by: 'if (imageData === legacyPicture) return NO_PICTURE',
    caughtBy: legacy('that show no picture are set aside and reported; the others pass'),
  },
  {
    name: 'everybody on the computer can read the database',
    file: `${QUEUE}/src/file/private-file.ts`,
    replace: 'const OWNER_ONLY = 0o600',
    by: 'const OWNER_ONLY = 0o644',
    caughtBy: [QUEUE, 'test/private-files.test.ts', 'a new database, nor what SQLite lays beside it'],
  },
]
