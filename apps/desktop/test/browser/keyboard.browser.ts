import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

interface Stop {
  readonly name: string
  readonly seen: boolean
}

/** What has the keyboard now, and whether somebody who looks can see that. */
const focused = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const ringed = (place: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(place)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || /0px 0px 0px [2-9]px/.test(boxShadow)
    }
    // A hidden input has its ring on what is drawn in its place, a field without a frame on its form.
    const places = [
      element,
      element.nextElementSibling,
      element.parentElement,
      element.closest('label'),
      element.closest('form'),
      element.parentElement?.closest('.mantine-Input-input') ?? null,
    ]
    const seen = places.some((place) => {
      const { width, height } = place?.getBoundingClientRect() ?? { width: 0, height: 0 }
      return place !== null && place !== document.body && width > 0 && height > 0 && ringed(place)
    })
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
    return { name: `${element.tagName} ${name.slice(0, 60)}`, seen }
  })

const timer = (page: Page) => page.getByRole('region', { name: 'Timer' })

describe('with the keyboard alone', () => {
  it.each(['#/today', '#/history', '#/screenshots', '#/sync', '#/settings'])(
    'every stop on the way through %s can be seen, and the way comes round',
    async (route) => {
      for (const theme of ['light', 'dark'] as const) {
        const { page, close } = await current.open({ route, theme, scenario: 'dead' })
        const stops: Stop[] = []
        for (let press = 0; press < 120; press += 1) {
          await page.keyboard.press('Tab')
          const stop = await focused(page)
          if (stop.name.startsWith('BODY')) break
          stops.push(stop)
        }
        expect(stops.filter(({ seen }) => !seen)).toEqual([])
        expect(stops.length).toBeGreaterThan(10)
        expect(stops[0]?.name).toContain('Skip to the content')
        await close()
      }
    },
  )

  it('a person starts, chooses what they did before, pauses, resumes and stops', async () => {
    const { page, trouble, close } = await current.open({ scenario: 'idle', frozen: false })
    await page.keyboard.press('s')
    await page.keyboard.type('audio')
    // Offered before anything is typed as well, but not as the first.
    const wanted = { hasText: 'Texts for the audio guide' }
    await page.getByRole('option').first().filter(wanted).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('[data-combobox-selected]', wanted).waitFor()
    await page.keyboard.press('Enter')
    await timer(page).getByText('Running', { exact: true }).waitFor()
    await expect.poll(() => page.title()).toMatch(/Texts for the audio guide – Meantime$/)
    await page.keyboard.press('Escape')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('p')
    await timer(page).getByText('Paused', { exact: true }).waitFor()
    await page.keyboard.press('p')
    await timer(page).getByText('Running', { exact: true }).waitFor()
    await page.keyboard.press('x')
    await page.getByText('Nothing is running').waitFor()
    expect(trouble).toEqual([])
    await close()
  })

  it('Enter starts with what was typed, a name or none', async () => {
    const { page, close } = await current.open({ scenario: 'empty' })
    await page.keyboard.press('s')
    await page.keyboard.type('Something new')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Something new' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'No description' }).first().waitFor()
    await close()
  })

  it('goes from screen to screen by number, to anything by the palette, and finds the keys by ?', async () => {
    const { page, close } = await current.open()
    for (const [key, title] of [
      ['2', 'History'],
      ['3', 'Screenshots'],
      ['4', 'Sync'],
      ['5', 'Settings'],
      ['1', 'Today'],
    ] as const) {
      await page.keyboard.press(key)
      await page.locator('h1', { hasText: title }).waitFor()
    }
    await page.keyboard.press('Control+k')
    // The keys are its own once it has the focus, a moment after it is seen.
    await page.getByRole('dialog', { name: 'Search and commands' }).locator('input:focus').waitFor()
    await page.keyboard.type('sett')
    await page.locator('[data-selected]', { hasText: 'Settings' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('h1', { hasText: 'Settings' }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('h1').textContent()).toBe('Settings')
    await close()
  })

  it('the keys are where they are printed also on a Russian keyboard', async () => {
    const { page, close } = await current.open({ scenario: 'busy' })
    await page.evaluate(() =>
      document.documentElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'з', code: 'KeyP', bubbles: true })),
    )
    await timer(page).getByText('Paused', { exact: true }).waitFor()
    await close()
  })

  it('a letter in a field is a letter, and keys of one letter can be turned off', async () => {
    const { page, close } = await current.open()
    await page.keyboard.press('s')
    await page.keyboard.type('xpn2')
    await expect.poll(() => page.getByRole('textbox', { name: /working on next/ }).inputValue()).toBe('xpn2')
    await expect.poll(() => timer(page).getByText('Running', { exact: true }).count()).toBe(1)
    await page.goto(page.url().replace('#/today', '#/settings/shortcuts'))
    const single = page.getByRole('switch', { name: 'Shortcuts of a single key' })
    await single.click()
    await expect.poll(() => single.isChecked()).toBe(false)
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('1')
    await page.keyboard.press('x')
    await expect.poll(() => page.locator('h1').textContent()).toBe('Settings')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Type a command').waitFor()
    await close()
  })

  it('walks along the line of the day and edits what it stops at', async () => {
    const { page, close } = await current.open()
    const line = page.getByRole('group', { name: /The day as a line/ })
    await line.getByRole('button').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect((await focused(page)).name).toContain('Checkout: error states')
    await page.keyboard.press('End')
    expect((await focused(page)).name).toContain('Product page')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Edit entry' })
    await dialog.waitFor()
    await page.keyboard.press('End')
    await page.keyboard.type(' and calls')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Entry changed').waitFor()
    await page.getByRole('button', { name: 'Answer mail and calls', exact: true }).first().waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText('Taken back: the change of “Answer mail”').waitFor()
    await page.getByRole('button', { name: 'Answer mail and calls', exact: true }).waitFor({ state: 'detached' })
    await close()
  })

  it('covers a part of a picture: a box is added, moved, resized, removed, saved', async () => {
    const { page, close } = await current.open({ route: '#/screenshots' })
    await page
      .getByRole('button', { name: /^Look at the picture/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Cover parts' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Box 1: 480 by 216 pixels' }).waitFor()
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowDown', 'ArrowLeft']) await page.keyboard.press(key)
    await page.getByRole('button', { name: 'Box 1: 499 by 235 pixels' }).waitFor()
    await page.keyboard.press('b')
    await page.getByRole('button', { name: /^Box 2/ }).waitFor()
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: /^Box 2/ }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Cover 1 area for good' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Covered for good').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('1 area covered').waitFor()
    await close()
  })
})
