import type { Break } from './breaks.js'

const CAPTURE = 'packages/capture'
const SPOOL = 'packages/spool'
const underWay = (title: string) => [CAPTURE, 'test/service/under-way.test.ts', title] as const
const owners = (title: string) => [CAPTURE, 'test/sources/x11-owners.test.ts', title] as const

/** Guards of what a picture may show, when there may be one, and what of it lies on the disk. */
export const PRIVACY_BREAKS: readonly Break[] = [
  {
    name: 'the gate does not ask for consent',
    file: `${CAPTURE}/src/service/gate.ts`,
    replace: "if (!standing.on) return { may: false, reason: 'turned-off' }",
    by: '',
    caughtBy: underWay('is not kept when meanwhile: turned-off'),
  },
  {
    name: 'a picture is kept although it was turned off meanwhile',
    file: `${CAPTURE}/src/service/moment.ts`,
    replace: 'if (reason !== undefined) throw new Error(reason)',
    by: '',
    caughtBy: underWay('nor when that comes while it is being written'),
  },
  {
    name: 'the last word about a picture is not waited for',
    file: 'packages/core/src/shot-keeper.ts',
    replace: 'await lastWord()',
    by: 'void lastWord().catch(() => undefined)',
    caughtBy: ['packages/core', 'test/shot-keeper.test.ts', 'what is not wanted any more when its file is there'],
  },
  {
    name: 'a second picture of a moment',
    file: `${CAPTURE}/src/schedule/spent-intervals.ts`,
    replace: 'mine = !overlaps(spent, from, to)',
    by: 'mine = true',
    caughtBy: [CAPTURE, 'test/schedule/spent-intervals.test.ts', 'exactly one gets it, and no later start of either'],
  },
  {
    name: 'an unknown title counts as harmless',
    file: `${CAPTURE}/src/privacy/rules.ts`,
    replace: 'patterns.length > 0 && (text === undefined || patterns.some((matches) => matches(text)))',
    by: 'text !== undefined && patterns.some((matches) => matches(text))',
    caughtBy: [CAPTURE, 'test/privacy/rules.test.ts', 'that is not known counts as excluded'],
  },
  {
    name: 'windows that are not known are none',
    file: `${CAPTURE}/src/privacy/coverage.ts`,
    replace: "if (windows === undefined || !windows.some(({ focused }) => focused)) return 'all'",
    by: 'if (windows === undefined) return []',
    caughtBy: [CAPTURE, 'test/privacy/coverage.test.ts', 'no window is active'],
  },
  {
    name: 'a dialog is seen though its window is excluded',
    file: `${CAPTURE}/src/sources/x11/owners.ts`,
    replace: '({ window, owners: ownersOf(window, all) })',
    by: '({ window, owners: [] })',
    caughtBy: owners('counts under its own name and under both others'),
  },
  {
    name: 'a menu without a name is seen',
    file: `${CAPTURE}/src/sources/x11/owners.ts`,
    replace: 'nearest.length > 0 ? nearest : known(window.owners, all)',
    by: 'nearest',
    caughtBy: owners('a menu without a name counts under the names of its program'),
  },
  {
    name: 'a picture lies on the disk as it is',
    file: `${SPOOL}/src/file-spool.ts`,
    replace: 'return sealed?.add(piece) ?? [piece]',
    by: 'return [piece]',
    caughtBy: [SPOOL, 'test/sealed.test.ts', 'shows no piece of the picture'],
  },
]
