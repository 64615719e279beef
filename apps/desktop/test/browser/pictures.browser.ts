import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { unlike } from './baseline.js'
import { stillPicture, type Visit } from './chromium.js'
import { stage } from './stage.js'

interface Place extends Visit {
  readonly name: string
  readonly go?: (page: Page) => Promise<unknown>
}

/** A chart is drawn when its library has come and it knows how wide it is. */
const bars = (page: Page) => page.locator('.recharts-bar-rectangle').first().waitFor({ state: 'attached' })

/** Each screen once, in the state that shows most of it. */
const PLACES: readonly Place[] = [
  { name: 'today' },
  { name: 'today-with-questions', scenario: 'offers' },
  { name: 'today-narrow', scenario: 'paused', width: 360, height: 740 },
  {
    name: 'entry-being-edited',
    async go(page) {
      await page.getByRole('button', { name: 'Product page, image gallery', exact: true }).first().click()
      await page.getByRole('dialog', { name: 'Edit entry' }).waitFor()
    },
  },
  {
    name: 'history-week',
    route: '#/history',
    async go(page) {
      // How a range of days is written is in the browser's own tables, and changes with them.
      await page.locator('h2', { hasText: 'Mar 2026' }).evaluate((title) => {
        title.style.visibility = 'hidden'
      })
      await bars(page)
    },
  },
  {
    name: 'history-month',
    route: '#/history',
    async go(page) {
      await page.getByText('Month', { exact: true }).click()
      await page.getByText('March 2026', { exact: true }).waitFor()
      await bars(page)
    },
  },
  { name: 'screenshots', route: '#/screenshots' },
  { name: 'sync', route: '#/sync', scenario: 'dead' },
  { name: 'settings', route: '#/settings' },
  { name: 'first-run', scenario: 'first-run' },
]

const current = stage()

/** With a seed, clocks that stand still and letters of our own, a screen looks the same on every machine. */
it.each(PLACES)(
  '$name looks as it did when somebody approved of it, light and dark',
  async ({ name, go, ...where }) => {
    const wrong: (string | undefined)[] = []
    for (const theme of ['light', 'dark'] as const) {
      const { page, context, close } = await current.open({
        width: 1120,
        height: 760,
        reducedMotion: true,
        still: true,
        ...where,
        theme,
      })
      await go?.(page)
      wrong.push(await unlike(`${name}-${theme}`, await stillPicture(page), context.browser()?.version() ?? ''))
      await close()
    }
    expect(wrong.filter(Boolean).join('\n')).toBe('')
  },
)
