import type { Break } from './breaks.js'

const IMPORT = 'packages/import'
const hubnity = (file: string, title: string) => [IMPORT, `test/hubnity/${file}.test.ts`, title] as const

export const IMPORT_BREAKS: readonly Break[] = [
  {
    name: 'ids of what is imported are new each time',
    file: `${IMPORT}/src/derived-id.ts`,
    replace: 'update(JSON.stringify(source))',
    by: 'update(JSON.stringify(source) + Math.random())',
    caughtBy: hubnity('applying', 'twice changes nothing, also after the receipts of delivered pictures are gone'),
  },
  {
    name: 'the copy that is read keeps its name',
    file: `${IMPORT}/src/hubnity/private-copy.ts`,
    replace: 'if (unlinked(file))',
    by: 'if (false)',
    caughtBy: hubnity('untouched', 'is read from a copy that no name on the disk leads to'),
  },
  {
    name: 'the log is not copied',
    file: `${IMPORT}/src/hubnity/snapshot.ts`,
    replace: "for (const suffix of ['-wal', '-journal'])",
    by: "for (const suffix of ['-journal'])",
    caughtBy: hubnity('untouched', 'is read from a copy with its -wal'),
  },
  {
    name: 'what the former server has is delivered again',
    file: `${IMPORT}/src/hubnity/settle-entries.ts`,
    replace: "delivered: entry.state === 'delivered' && foreignId === undefined && !options.resend",
    by: 'delivered: false',
    caughtBy: hubnity('former-server', 'is kept here and not delivered again; what it has the start of goes on there'),
  },
  {
    name: 'steps behind damage go to the entry before it',
    file: `${IMPORT}/src/hubnity/replay.ts`,
    replace: "if (entry.condition !== 'stopped') entry.doubtful = true\n      this.current = undefined",
    by: "if (entry.condition !== 'stopped') entry.doubtful = true",
    caughtBy: hubnity('damage', 'a step behind damage falls to no entry by its place alone'),
  },
  {
    name: 'pictures that are done are forgotten',
    file: `${IMPORT}/src/hubnity/apply-findings.ts`,
    replace: "includes(id)) return 'knownPictures'",
    by: "includes('')) return 'knownPictures'",
    caughtBy: hubnity('applying', 'twice changes nothing, also after the receipts of delivered pictures are gone'),
  },
  {
    name: 'a cell may begin a formula',
    file: `${IMPORT}/src/out/formula.ts`,
    replace: "const FORMULA = /^'*[=+",
    by: 'const FORMULA = /^[=+',
    caughtBy: [IMPORT, 'test/round-trip.test.ts', 'never meets a cell that it would run'],
  },
]
