import { fileURLToPath } from 'node:url'
import { NO_RULES, nodeScreenshotsSource } from '@meantime/capture'
import { systemClock } from '@meantime/core'
import { execa } from 'execa'
import * as screenshots from 'node-screenshots'
import { must, mustEqual } from '../model/violation.js'
import type { Display } from './display.js'
import { goOn, MAGENTA_LIME, pictures } from './pictures.js'
import type { Scenario } from './scenario.js'

const NOTES = {
  app: 'Editor',
  title: 'Notes',
  area: { x: 200, y: 150, width: 240, height: 180 },
  pattern: MAGENTA_LIME,
}

export const troubleScenarios: readonly Scenario[] = [
  {
    title: 'A screen that is switched off after it was listed, or while it is pictured, is missed; the other is taken',
    screens: 2,
    async run(display) {
      await display.open(NOTES)
      for (const when of ['listed', 'pictured'] as const) {
        try {
          const library = { ...screenshots, Monitor: { all: losing(display, when) } }
          const source = nodeScreenshotsSource({ clock: systemClock, surroundings: { load: async () => library } })
          const snapshot = await source.capture('all', goOn())
          mustEqual(
            snapshot.frames.map(({ screen }) => screen),
            ['DUMMY0'],
            `the pictures (${when})`,
          )
          mustEqual(snapshot.missed.length, 1, `the screens that were missed (${when})`)
          await pictures({ ...snapshot, missed: [] }, NO_RULES)
        } finally {
          display.secondScreen('on')
        }
      }
    },
  },
  {
    title: 'Without a display, with one that does not answer, and on Wayland: the reason in words',
    screens: 0,
    async run() {
      await mustSay({}, 'NO_DISPLAY', /DISPLAY is not set/)
      await mustSay({ DISPLAY: ':987' }, 'NO_DISPLAY', /:987 does not answer/)
      await mustSay({ DISPLAY: 'nonsense' }, 'NO_DISPLAY', /does not answer/)
      await mustSay({ XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' }, 'WAYLAND', /Xorg/)
      await mustSay({ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, 'WAYLAND', /Xorg/)
    },
  },
  {
    title: 'On a real display the contract of capture sources holds, and the list of windows outlives its connection',
    screens: 2,
    async run(display) {
      await display.open({ ...NOTES, area: { ...NOTES.area, x: 1280 + 200 } })
      const program = fileURLToPath(new URL('../../../../node_modules/vitest/vitest.mjs', import.meta.url))
      const cwd = fileURLToPath(new URL('../../../../packages/capture', import.meta.url))
      const words = [program, 'run', '--root', 'test/display']
      const { exitCode, all } = await execa(process.execPath, words, {
        cwd,
        env: display.env(),
        extendEnv: false,
        all: true,
        reject: false,
        timeout: 120_000,
      })
      must(exitCode === 0, () => `vitest says:\n${all}`)
    },
  },
]

/** The real list, of which one screen is switched off behind the source's back. It is first listed to see if there is any. */
function losing(display: Display, when: 'listed' | 'pictured') {
  let calls = 0
  return () => {
    const monitors = screenshots.Monitor.all()
    calls += 1
    if (calls !== 2) return monitors
    if (when === 'listed') display.secondScreen('off')
    return monitors.map((monitor) => {
      const { captureImage } = monitor
      monitor.captureImage = () => {
        if (monitor.x() > 0) display.secondScreen('off')
        return captureImage.call(monitor)
      }
      return monitor
    })
  }
}

/** In a process of its own, because the native library reads its own copy of the variables. */
async function mustSay(variables: Record<string, string>, code: string, words: RegExp): Promise<void> {
  const program = fileURLToPath(new URL('say-availability.js', import.meta.url))
  const { DISPLAY: _, WAYLAND_DISPLAY: __, XDG_SESSION_TYPE: ___, ...rest } = process.env
  const { stdout } = await execa(process.execPath, [program], { env: { ...rest, ...variables }, extendEnv: false })
  const said = JSON.parse(stdout) as {
    availability: { code?: string; message?: string; hint?: string }
    thrown: string
  }
  const { availability } = said
  const what = JSON.stringify(variables)
  mustEqual(availability.code, code, `what is told with ${what}`)
  must(words.test(`${availability.message} ${availability.hint}`), `with ${what} it says: ${availability.message}`)
  mustEqual(said.thrown, code, `the error of a picture with ${what}`)
}
