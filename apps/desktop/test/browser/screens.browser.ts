import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { settled, type Visit } from './chromium.js'
import { overflows, violations } from './looks.js'
import { stage } from './stage.js'

interface Place extends Visit {
  readonly name: string
  readonly go?: (page: Page) => Promise<unknown>
}

const edit = (page: Page) =>
  page.getByRole('button', { name: 'Product page, image gallery', exact: true }).first().click()
const look = (page: Page) =>
  page
    .getByRole('button', { name: /^Look at the picture/ })
    .first()
    .click()

/** Every screen, in the states in which a person may meet it. */
const PLACES: readonly Place[] = [
  { name: 'Today, running' },
  { name: 'Today, paused', scenario: 'paused' },
  { name: 'Today, with nothing yet', scenario: 'empty' },
  { name: 'Today, with questions', scenario: 'offers' },
  { name: 'Today, offline', scenario: 'offline' },
  { name: 'an entry being edited', go: edit },
  { name: 'time added by hand', go: (page) => page.keyboard.press('n') },
  { name: 'the palette', go: (page) => page.keyboard.press('Control+k') },
  { name: 'the shortcuts', go: (page) => page.keyboard.press('?') },
  { name: 'History, a week', route: '#/history' },
  { name: 'History, a month', route: '#/history', go: (page) => page.getByText('Month', { exact: true }).click() },
  { name: 'History, empty', route: '#/history', scenario: 'empty' },
  { name: 'History that cannot be read', route: '#/history', scenario: 'errors' },
  { name: 'Screenshots', route: '#/screenshots' },
  { name: 'Screenshots before they are agreed to', route: '#/screenshots', scenario: 'empty' },
  {
    name: 'what became of the screenshots',
    route: '#/screenshots',
    go: (page) => page.getByText('What became of them').click(),
  },
  { name: 'a picture', route: '#/screenshots', go: look },
  {
    name: 'a picture being covered',
    route: '#/screenshots',
    async go(page) {
      await look(page)
      await page.getByRole('button', { name: 'Cover parts' }).click()
      await page.keyboard.press('b')
    },
  },
  { name: 'Sync, all delivered', route: '#/sync' },
  { name: 'Sync, offline', route: '#/sync', scenario: 'offline' },
  { name: 'Sync with refused items', route: '#/sync', scenario: 'dead' },
  { name: 'Settings', route: '#/settings' },
  { name: 'Settings, signed out', route: '#/settings', scenario: 'local' },
  { name: 'Settings that come from elsewhere', route: '#/settings', scenario: 'errors' },
  { name: 'the first run', scenario: 'first-run' },
  {
    name: 'the first run, moving in',
    scenario: 'former',
    async go(page) {
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('What is there').waitFor()
      for (const name of ['Left out: 6', 'Choices']) await page.getByText(name).click()
    },
  },
]

const current = stage()

/** One page for all, because a window may be made larger and its theme changed while it is open. */
it.each(PLACES)(
  '$name: nothing for axe, nothing sticks out, light and dark, from 360 to 2560 pixels',
  async (place) => {
    // Without motion nothing has to be waited for.
    const { page, trouble } = await current.open({ reducedMotion: true, ...place })
    await place.go?.(page)
    const found: string[] = []
    for (const width of [1280, 360, 2560]) {
      await page.setViewportSize({ width, height: 860 })
      // The widest has the colours of the first: its room is looked at once.
      for (const theme of width > 2000 ? (['dark'] as const) : (['light', 'dark'] as const)) {
        await page.emulateMedia({ colorScheme: theme })
        await page.waitForFunction((name) => document.documentElement.dataset.mantineColorScheme === name, theme)
        await settled(page)
        const wrong = [...(await overflows(page)).map((what) => `sticks out: ${what}`), ...(await violations(page))]
        found.push(...wrong.map((what) => `${width} ${theme} ${what}`))
      }
    }
    expect([...found, ...trouble].join('\n')).toBe('')
  },
)

it('the menu of an entry can be read in both themes, and a notice does not lie on the navigation of a narrow window', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const { page, close } = await current.open({ reducedMotion: true, theme, width: 360, height: 740 })
    await page.getByRole('button', { name: 'Actions for “Review of the search branch”' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
    expect(await violations(page, ['color-contrast'])).toEqual([])
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const notice = await page.getByText('Entry deleted').boundingBox()
    const navigation = await page.getByRole('navigation').boundingBox()
    expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThan(navigation?.y ?? 0)
    await close()
  }
})

it('every screen says the same in Russian, and nothing sticks out', async () => {
  for (const [route, title] of [
    ['#/today', 'Сегодня'],
    ['#/history', 'История'],
    ['#/screenshots', 'Снимки'],
    ['#/sync', 'Отправка'],
    ['#/settings', 'Настройки'],
  ] as const) {
    for (const width of [360, 1280]) {
      const { page, trouble, close } = await current.open({ route, width, locale: 'ru-RU', scenario: 'dead' })
      await expect.poll(() => page.locator('h1').textContent()).toBe(title)
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ru')
      const wrong = [
        ...(await overflows(page)).map((what) => `sticks out: ${what}`),
        ...(await violations(page)),
        ...trouble,
      ]
      expect(wrong.map((what) => `${route} ${width} ${what}`).join('\n')).toBe('')
      await close()
    }
  }
})

it('a refusal is told in Russian, with what is safe and what to do, and the agent’s own words can be copied', async () => {
  const said =
    'DISK_ERROR: The disk reported an error. This one change was not recorded; everything recorded before is safe.'
  for (const width of [360, 1280]) {
    const { page, close } = await current.open({
      ...{ route: '#/sync', scenario: 'errors', locale: 'ru-RU', reducedMotion: true },
      width,
    })
    const note = page.getByRole('alert').filter({ hasText: 'Диск сообщил об ошибке.' })
    const toast = note.and(page.locator('.mantine-Notification-root'))
    await page.keyboard.press('p')
    await toast
      .getByText('Именно это изменение не записано; всё записанное раньше в сохранности. Проверьте диск')
      .waitFor()
    await settled(page)
    expect(await overflows(page)).toEqual([])
    expect(await violations(page)).toEqual([])
    await expect.poll(() => page.getByText('The disk').count()).toBe(0)
    for (const place of [toast, note.first()]) {
      await place.getByRole('button', { name: 'Скопировать подробности' }).click()
      await page.getByText('Скопировано').last().waitFor()
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(said)
      await page.evaluate(() => navigator.clipboard.writeText(''))
    }
    await close()
  }
})
