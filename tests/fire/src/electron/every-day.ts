import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { meantime } from '@meantime/tools'
import sharp from 'sharp'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { onApp } from './on-app.js'
import type { Scenario } from './scenario.js'
import { type Bench, dataFolder, runs, ShellApp, startAgain, timer, timerIs } from './shell-app.js'

const TOGGLE = 'Ctrl+Alt+T'

export const everyDayScenarios: readonly Scenario[] = [
  {
    title: 'the window shows the real page, and what is pressed there is on the disk for every program',
    run: onApp({}, async (app) => {
      await app.settle()
      await app.page.getByRole('combobox').or(app.page.getByRole('textbox')).first().fill('Write the report')
      await app.page.keyboard.press('Enter')
      await app.timerIs('running', 'Write the report')
      await app.page.getByRole('button', { name: 'Pause' }).first().click()
      await app.timerIs('paused', 'Write the report')
    }),
  },
  {
    title: 'the tray tells the running time, and its menu starts, pauses, resumes and stops',
    run: onApp({}, async (app) => {
      await app.trayShows('The timer is stopped')
      await app.click('Start the timer')
      await app.timerIs('running')
      await app.trayShows('0:00')
      await app.click('Pause')
      await app.timerIs('paused')
      await app.trayShows('Paused at')
      await app.click('Resume')
      await app.timerIs('running')
      await app.trayShows('Pause')
      await app.click('Stop')
      await app.timerIs('stopped')
      await app.trayShows('The timer is stopped')
    }),
  },
  {
    title: 'the tray speaks the language of the settings, from the moment it is chosen',
    run: onApp({ settings: { language: 'ru' } }, async (app) => {
      await app.trayShows('Таймер остановлен')
      await app.value('setSetting', { key: 'language', value: 'en' })
      await app.trayShows('The timer is stopped')
    }),
  },
  {
    title: 'a change made on the command line is in window and tray without being asked for',
    run: onApp({}, async (app) => {
      await app.settle()
      await app.cli('start', 'From the terminal')
      await app.trayShows('From the terminal')
      await until('the window shows it', async () => (await app.text()).includes('From the terminal'))
    }),
  },
  {
    title: 'keys of the whole desktop pause and resume while another program has the focus',
    run: onApp({ settings: { shortcutToggle: TOGGLE } }, async (app, { session }) => {
      // Shown later, its window would take the focus from the editor.
      await app.settle()
      await until('its window is shown', () => app.visible())
      await app.value('start', { description: 'By keys' })
      await until('the keys are asked for', () =>
        app.electron.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), TOGGLE),
      )
      await session.display.open({
        app: 'editor',
        title: 'Editor',
        area: { x: 40, y: 60, width: 300, height: 200 },
        pattern: { colours: [0x204060, 0x406020], cell: 20 },
      })
      await pressed(session, app.folder, 'paused')
      await pressed(session, app.folder, 'running')
    }),
  },
  {
    title: 'keys that another program has are told by a notification',
    run: onApp({ settings: { shortcutToggle: TOGGLE } }, async (_first, bench) => {
      const second = await ShellApp.start(bench, { settings: { shortcutToggle: TOGGLE } })
      try {
        await bench.notifications.told('A shortcut is taken', TOGGLE)
      } finally {
        await second.end()
      }
    }),
  },
  {
    title: 'time that looks forgotten is offered by a notification, and nothing is changed',
    run: async (bench) => {
      const folder = dataFolder()
      await meantime(folder, ['start', 'Long ago', '--at', '20 hours ago'])
      const app = startAgain(bench, folder, ['--hidden'])
      try {
        await bench.notifications.told('Were you away?', 'Long ago')
        const open = await timer(folder)
        must(open?.state === 'running' && open.workedMs > 19 * 3_600_000, 'the entry was changed without an answer')
      } finally {
        await ended(app)
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  },
  {
    title: 'a picture of this desktop is taken by the agent and shown in the window',
    run: onApp(
      { settings: { screenshotInterval: 1, screenshotCoolingOff: 60, idleLimit: 1440 } },
      async (app, { session }) => {
        session.say('xdotool', ['mousemove', '300', '300'])
        await app.value('screenshotsOn')
        await app.value('start', { description: 'Pictured' })
        const shots = () => app.value('shots', { states: ['held'] }) as Promise<readonly { id: string }[]>
        await until('a picture is held', async () => (await shots()).length > 0, 150_000)
        const [shot] = await shots()
        const { data } = (await app.value('picture', { id: shot?.id })) as { readonly data: string }
        const { width } = await sharp(Buffer.from(data, 'base64')).metadata()
        mustEqual(width, 1280, 'the picture is as wide as the screen')
        const { entropy } = await sharp(Buffer.from(data, 'base64')).stats()
        must(entropy > 0.5, 'the picture is empty')
      },
    ),
  },
  {
    title: 'a start with the session is what the settings say, in the file that desktops read',
    run: onApp({ settings: { autostart: true } }, async (app, { session }) => {
      const file = join(session.folder, 'config', 'autostart', 'meantime.desktop')
      await until('the file is there', () => existsSync(file))
      const exec = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
      must(exec.includes('/electron') && exec.endsWith('--hidden'), `it would start: ${exec}`)
      await app.value('setSetting', { key: 'autostart', value: false })
      await until('the file is gone', () => !existsSync(file))
    }),
  },
  {
    title: 'closing leaves the app in the tray, a second start shows the first window, and quitting ends everything',
    run: closeShowQuit,
  },
]

/** The X server gives a key to nobody else while a window manager has the keyboard to itself, as when a window opens. */
async function pressed(session: Bench['session'], folder: string, state: 'paused' | 'running'): Promise<void> {
  for (let times = 1; ; times += 1) {
    session.say('xdotool', ['key', 'ctrl+alt+t'])
    try {
      return await timerIs(folder, state, 'By keys', 8000)
    } catch (error) {
      if (times === 5) throw error
    }
  }
}

async function closeShowQuit(bench: Bench): Promise<void> {
  const app = await ShellApp.start(bench)
  await app.settle()
  await app.value('start', { description: 'Goes on' })
  bench.session.say('xdotool', ['key', 'alt+F4'])
  await until('the window is hidden', async () => !(await app.visible()))
  await bench.notifications.told('Meantime goes on', 'tray')
  await app.timerIs('running', 'Goes on')

  const second = startAgain(bench, app.folder)
  mustEqual(await new Promise((resolve) => second.once('exit', resolve)), 0, 'the second start ends in order')
  await until('the first window is shown', () => app.visible())
  const windows = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  mustEqual(windows, 1, 'windows')

  const agent = app.agentPid()
  await app.click('Quit')
  await until('shell and agent are gone', () => !runs(app.pid) && !runs(agent))
  const open = await timer(app.folder)
  mustEqual([open?.state, open?.description], ['running', 'Goes on'], 'what is on the disk')
  await app.end()
}

async function ended(program: ChildProcess): Promise<void> {
  const end = new Promise((resolve) => program.once('exit', resolve))
  program.kill()
  await end
}
