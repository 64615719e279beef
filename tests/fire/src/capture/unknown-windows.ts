import { privacyRules } from '@meantime/capture'
import { must, mustEqual } from '../model/violation.js'
import type { Display } from './display.js'
import { capture, like, MAGENTA_LIME, pictures, seen } from './pictures.js'
import type { Scenario } from './scenario.js'

const KEYS = {
  app: 'KeyVault',
  title: 'Passwords',
  area: { x: 300, y: 200, width: 300, height: 200 },
  pattern: MAGENTA_LIME,
}

export const unknownWindowScenarios: readonly Scenario[] = [
  {
    title: 'With exclusions and no window open, the picture is made unreadable',
    screens: 1,
    run: (display) => mustBeUnreadable(display),
  },
  {
    title: 'So it is when the window manager has crashed, though its list of windows is still there',
    screens: 1,
    async run(display) {
      await display.open(KEYS)
      await display.killManager()
      try {
        await mustBeUnreadable(display)
      } finally {
        await display.startManager()
      }
    },
  },
  {
    title: 'A picture made unreadable has no more than 32 × 18 colours of the screen in it',
    screens: 1,
    async run(display) {
      await display.open(KEYS)
      const [picture] = await pictures(await capture(), privacyRules({ pixelateAll: true }), { quality: 95 })
      must(picture !== undefined, 'there is a picture')
      mustEqual(picture.redacted, 'all', 'what is told of it')
      const { data, width, height } = await seen(picture)
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) {
          // Each block is 40 pixels wide; its middle stands for it. JPEG mixes a little at the edges.
          const middle = ((y - (y % 40) + 20) * width + x - (x % 40) + 20) * 3
          const at = (y * width + x) * 3
          for (const offset of [0, 1, 2])
            must(
              Math.abs((data[at + offset] ?? 0) - (data[middle + offset] ?? 0)) <= 32,
              `the pixel at ${x}, ${y} differs from its block`,
            )
        }
      mustEqual(like({ data, width, height, channels: 3 }, MAGENTA_LIME, 60), 0, 'pixels of the window that are seen')
    },
  },
]

async function mustBeUnreadable(_: Display): Promise<void> {
  const snapshot = await capture()
  mustEqual(snapshot.windows, undefined, 'the windows that are known')
  const found = await pictures(snapshot, privacyRules({ apps: ['something-else'] }))
  for (const picture of found) {
    mustEqual(picture.redacted, 'all', 'what is told of the picture')
    mustEqual(like(await seen(picture), MAGENTA_LIME, 60), 0, 'pixels of a window that are seen')
  }
}
