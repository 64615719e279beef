import { isUnchanged, NO_RULES } from '@meantime/capture'
import { must, mustEqual } from '../model/violation.js'
import { capture, like, MAGENTA_LIME, ORANGE_AQUA, pictures, seen } from './pictures.js'
import type { Scenario } from './scenario.js'

const LEFT = { x: 200, y: 150, width: 240, height: 180 }
const RIGHT = { x: 1280 + 300, y: 250, width: 240, height: 180 }
const EDITOR = { app: 'Editor', title: 'Notes' }
const CHAT = { app: 'Chat', title: 'Ada' }

export const screenScenarios: readonly Scenario[] = [
  {
    title: 'Two screens are two pictures, each showing its own window where it is',
    screens: 2,
    async run(display) {
      await display.open({ ...EDITOR, area: LEFT, pattern: MAGENTA_LIME })
      await display.open({ ...CHAT, area: RIGHT, pattern: ORANGE_AQUA })
      const snapshot = await capture()
      mustEqual(
        snapshot.frames.map(({ screen, area }) => [screen, area]),
        [
          ['DUMMY0', { x: 0, y: 0, width: 1280, height: 720 }],
          ['DUMMY1', { x: 1280, y: 0, width: 1280, height: 720 }],
        ],
        'the screens',
      )
      for (const format of ['jpeg', 'webp'] as const) {
        const [left, right] = await pictures(snapshot, NO_RULES, { format, quality: 80 })
        if (left === undefined || right === undefined) throw new Error('There are two')
        const [onLeft, onRight] = [await seen(left), await seen(right)]
        const all = LEFT.width * LEFT.height
        for (const [pixels, pattern] of [
          [onLeft, MAGENTA_LIME],
          [onRight, ORANGE_AQUA],
        ] as const) {
          const shown = like(pixels, pattern, 60)
          must(shown > all * 0.6, `${format}: ${shown} of ${all} pixels of the window are recognisable`)
          must(shown <= all, `${format}: more of the window than there is`)
        }
        must(like(onLeft, ORANGE_AQUA, 60) === 0, `${format}: the right window is in the left picture`)
        must(like(onRight, MAGENTA_LIME, 60) === 0, `${format}: the left window is in the right picture`)
      }
    },
  },
  {
    title: 'When only the active screen is wanted, the other one is not pictured',
    screens: 2,
    async run(display) {
      await display.open({ ...EDITOR, area: LEFT, pattern: MAGENTA_LIME })
      mustEqual(
        (await capture('active')).frames.map(({ screen }) => screen),
        ['DUMMY0'],
        'with a window on the left',
      )
      await display.open({ ...CHAT, area: RIGHT, pattern: ORANGE_AQUA })
      mustEqual(
        (await capture('active')).frames.map(({ screen }) => screen),
        ['DUMMY1'],
        'with one on the right',
      )
    },
  },
  {
    title: 'A screen on which nothing happened is unchanged; one on which a window opened is not',
    screens: 1,
    async run(display) {
      const window = await display.open({ ...EDITOR, area: LEFT, pattern: MAGENTA_LIME })
      const hash = async () => (await pictures(await capture(), NO_RULES))[0]?.hash
      const before = await hash()
      const again = await hash()
      must(
        before !== undefined && again !== undefined && isUnchanged(before, again),
        'the same screen counts as changed',
      )
      window.paint({ ...MAGENTA_LIME, colours: [0xff00cc, 0x2200aa] })
      await window.settled()
      const painted = await hash()
      must(painted !== undefined && !isUnchanged(before, painted), 'a window that changed its colours went unnoticed')
      await display.open({ ...CHAT, area: { ...LEFT, x: 700 }, pattern: ORANGE_AQUA })
      const opened = await hash()
      must(opened !== undefined && !isUnchanged(painted, opened), 'a window that opened went unnoticed')
    },
  },
]
