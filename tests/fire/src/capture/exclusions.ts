import { NO_RULES, type PrivacyRules, privacyRules } from '@meantime/capture'
import type { Area, Snapshot } from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import type { Display } from './display.js'
import { capture, like, MAGENTA_LIME, ORANGE_AQUA, pictures, seen } from './pictures.js'
import type { Scenario } from './scenario.js'

/** JPEG and WebP mix colours a little: no pixel may come nearer than this to the pattern, in red, green and blue. */
const DISTANCE = 60
/** And none in a covered area may be further than this from the cover's grey. */
const GREY = 8

const KEYS = {
  app: 'KeyVault',
  title: 'Passwords',
  area: { x: 300, y: 200, width: 300, height: 200 },
  pattern: MAGENTA_LIME,
}
const NOTES = { app: 'Editor', title: 'Notes', area: { x: 800, y: 100, width: 300, height: 200 }, pattern: ORANGE_AQUA }
const NOTES_MENU = { pattern: ORANGE_AQUA, unmanaged: true, area: { x: 820, y: 320, width: 150, height: 100 } } as const
const rules = privacyRules({ apps: ['keyvault'] })

export const exclusionScenarios: readonly Scenario[] = [
  {
    title: 'Of an excluded window no pixel is left in the frame, the picture, or the picture scaled down',
    screens: 1,
    async run(display) {
      await showKeysThenNotes(display)
      await mustHideKeys(rules, [KEYS.area])
      mustEqual(
        (await pictures(await capture(), rules)).map(({ redacted }) => redacted),
        [1],
        'covered areas',
      )
    },
  },
  {
    title: 'Its title bar, which names the page or the file, is covered too',
    screens: 1,
    async run(display) {
      await showKeysThenNotes(display)
      const snapshot = await capture()
      const window = snapshot.windows?.find(({ app }) => app === 'KeyVault')?.area
      must(window !== undefined && window.y < KEYS.area.y + 1, 'the place of the title bar is known')
      must(window.height > KEYS.area.height + 10, `the frame is no higher than its content: ${JSON.stringify(window)}`)
      await pictures(snapshot, rules)
      mustBeGrey(snapshot, window)
    },
  },
  {
    title: 'It is covered wholly where another window lies over half of it',
    screens: 1,
    async run(display) {
      await display.open(KEYS)
      await display.open({ ...NOTES, area: { ...KEYS.area, x: KEYS.area.x + 150, y: KEYS.area.y + 60 } })
      const snapshot = await capture()
      const window = snapshot.windows?.find(({ app }) => app === 'KeyVault')?.area
      await pictures(snapshot, rules)
      must(window !== undefined, 'the window is known')
      mustBeGrey(snapshot, window)
    },
  },
  {
    title: 'It is covered on both screens when it lies on both',
    screens: 2,
    async run(display) {
      await showKeysThenNotes(display, { ...KEYS.area, x: 1280 - 150 })
      await mustHideKeys(rules, [])
      mustEqual(
        (await pictures(await capture(), rules)).map(({ redacted }) => redacted),
        [1, 1],
        'covered areas',
      )
    },
  },
  {
    title: 'A title is matched in any language: letters beyond ASCII, and a case of their own',
    screens: 1,
    async run(display) {
      await display.open({ ...KEYS, title: 'ПАРОЛИ — Straßenbank — 銀行' })
      await display.open(NOTES)
      for (const title of ['пароли', '*straßenbank*', '銀行'])
        await mustHideKeys(privacyRules({ titles: [title] }), [KEYS.area])
    },
  },
  {
    title: 'The older title counts where the newer is empty; one that is too long to be read counts as excluded',
    screens: 1,
    async run(display) {
      await display.open({ ...KEYS, title: '', olderTitle: 'Passwords' })
      await display.open(NOTES)
      const wanted = privacyRules({ titles: ['passwords'] })
      await mustHideKeys(wanted, [KEYS.area])
      await display.closeWindows()
      await display.open({ ...KEYS, title: `${'x'.repeat(100_000)} passwords` })
      await display.open(NOTES)
      await mustHideKeys(wanted, [KEYS.area])
    },
  },
  {
    title: 'Menus and notifications of an excluded program, which no window manager lists, are covered',
    screens: 1,
    async run(display) {
      await display.open(NOTES)
      await display.open({ ...KEYS, unmanaged: true })
      await mustHideKeys(rules, [KEYS.area])
    },
  },
  {
    title: 'A menu without any name, as browsers have them, is covered like the windows of its program',
    screens: 1,
    async run(display) {
      await display.open({ ...KEYS, process: 4711 })
      await display.open({ ...NOTES, process: 4712 })
      const menu = { pattern: MAGENTA_LIME, unmanaged: true } as const
      await display.open({ ...menu, process: 4711, area: { x: 320, y: 420, width: 150, height: 120 } })
      for (const wanted of [rules, privacyRules({ titles: ['passwords'] })]) await mustHideKeys(wanted, [KEYS.area])
      // What belongs to another program is not covered with it.
      await display.open({ ...NOTES_MENU, process: 4712 })
      const [pixels] = await Promise.all((await pictures(await capture(), rules)).map(seen))
      must(pixels !== undefined && like(pixels, ORANGE_AQUA, DISTANCE, NOTES_MENU.area) > 5_000, 'a menu is hidden too')
    },
  },
  {
    title:
      'A dialog and the menu of a dialog are covered with the window that they belong to, whatever they are called',
    screens: 1,
    async run(display) {
      await display.open(NOTES)
      const owner = await display.open({ ...KEYS, app: 'Browser', title: 'Bank — private browsing' })
      const small = { x: 620, y: 430, width: 150, height: 100 }
      const dialog = await display.open({ ...KEYS, app: 'Browser', title: 'Save as', owner, area: small })
      const menu = { pattern: MAGENTA_LIME, unmanaged: true, owner: dialog } as const
      await display.open({ ...menu, area: { ...small, y: small.y + 130 } })
      await mustHideKeys(privacyRules({ titles: ['*private browsing*'] }), [KEYS.area])
    },
  },
  {
    title: 'A window that moves while pictures are taken is covered where it was and where it is',
    screens: 1,
    async run(display) {
      const window = await display.open(KEYS)
      await display.open(NOTES)
      for (let round = 0; round < 12; round += 1) {
        const captured = capture()
        await new Promise((resolve) => setTimeout(resolve, round * 8))
        await window.moveTo(KEYS.area.x + (round % 2 === 0 ? 90 : -90), KEYS.area.y)
        await mustHide(await captured, rules, [])
      }
    },
  },
  {
    title: 'On a display with letters twice as large, areas still lie where the window is',
    screens: 2,
    async run(display) {
      await display.scaleTo(192)
      try {
        await showKeysThenNotes(display, { ...KEYS.area, x: 1280 + 500 })
        await mustHideKeys(rules, [])
      } finally {
        await display.scaleTo(undefined)
      }
    },
  },
]

async function showKeysThenNotes(display: Display, area: Area = KEYS.area): Promise<void> {
  await display.open({ ...KEYS, area })
  await display.open(NOTES)
  const before = await pictures(await capture(), NO_RULES)
  const shown = await Promise.all(before.map(async (picture) => like(await seen(picture), MAGENTA_LIME, DISTANCE)))
  must(Math.max(...shown) > 10_000, 'without the exclusion the window is seen')
}

const mustHideKeys = async (wanted: PrivacyRules, covered: readonly Area[]): Promise<void> =>
  mustHide(await capture(), wanted, covered)

/** `covered` are areas of the first screen that must be of the cover's colour. */
async function mustHide(snapshot: Snapshot, wanted: PrivacyRules, covered: readonly Area[]): Promise<void> {
  for (const options of [
    { format: 'jpeg' },
    { format: 'webp' },
    { format: 'jpeg', quality: 95, maxWidth: 700 },
  ] as const) {
    const found = await pictures(snapshot, wanted, options)
    const all = await Promise.all(found.map(seen))
    for (const pixels of all) {
      const left = like(pixels, MAGENTA_LIME, DISTANCE)
      must(left === 0, `${left} pixels of the excluded window are left in the ${options.format}`)
    }
    const others = all.reduce((sum, pixels) => sum + like(pixels, ORANGE_AQUA, DISTANCE), 0)
    must(others > 5_000, `the other window is hidden too: ${others} pixels of it are seen`)
  }
  for (const frame of snapshot.frames) {
    const left = like({ data: frame.pixels, width: frame.width, height: frame.height, channels: 4 }, MAGENTA_LIME, 1)
    must(left === 0, `${left} pixels of the excluded window are left in memory`)
  }
  for (const area of covered) mustBeGrey(snapshot, area)
}

function mustBeGrey({ frames: [frame] }: Snapshot, area: Area): void {
  must(frame !== undefined, 'there is a frame')
  const pixels = { data: frame.pixels, width: frame.width, height: frame.height, channels: 4 }
  const grey = like(pixels, { colours: [0x202020, 0x202020], cell: 1 }, GREY, area)
  must(grey === area.width * area.height, `${area.width * area.height - grey} pixels of the area are not covered`)
}
