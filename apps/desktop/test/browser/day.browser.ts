import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

const entries = (page: Page) => page.locator('main').getByRole('button', { name: /^Actions for/ })
const digits = (page: Page) => page.getByRole('timer').textContent()

describe('a day', () => {
  it('a switch ends one entry and begins the next, and both are listed', async () => {
    const { page, trouble, close } = await current.open({ frozen: false })
    const before = await entries(page).count()
    await page.getByRole('textbox', { name: /working on next/ }).fill('Call Ana')
    await page
      .getByRole('combobox', { name: 'Project' })
      .or(page.getByRole('textbox', { name: 'Project' }))
      .fill('Team')
    await page.getByRole('button', { name: 'Switch' }).click()
    await page.getByRole('button', { name: 'Call Ana', exact: true }).first().waitFor()
    await expect.poll(() => entries(page).count()).toBe(before + 1)
    await expect.poll(() => digits(page)).toMatch(/^0:00:\d\d$/)
    await expect.poll(() => page.getByRole('textbox', { name: /working on next/ }).inputValue()).toBe('')
    expect(trouble).toEqual([])
    await close()
  })

  it('what runs is opened by a click on the line of the day also where the mark of now lies', async () => {
    const { page, close } = await current.open()
    const now = await page.locator('main [class*=_now_]').boundingBox()
    await page.mouse.click((now?.x ?? 0) + 0.5, (now?.y ?? 0) + 40)
    await page.getByRole('dialog', { name: 'Edit entry' }).waitFor()
    await close()
  })

  it('the timer counts worked time only, by the agent’s clock, whatever this computer’s says', async () => {
    const { page, close } = await current.open({ frozen: false })
    const first = await digits(page)
    expect(first).toMatch(/^1:16:\d\d$/)
    await page.waitForFunction((was) => document.querySelector('[role=timer]')?.textContent !== was, first)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('region', { name: 'Timer' }).getByText('Paused', { exact: true }).waitFor()
    const paused = await digits(page)
    await page.waitForTimeout(1300)
    expect(await digits(page)).toBe(paused)
    await close()
  })

  it('who works without a server is not told that anything waits for a network', async () => {
    for (const [scenario, seen] of [
      ['local', 0],
      ['offline', 1],
    ] as const) {
      const { page, close } = await current.open({ scenario, frozen: false })
      await page.getByRole('textbox', { name: /working on next/ }).fill('Sketch')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Sketch', exact: true }).first().waitFor()
      await expect
        .poll(() => page.getByText('Saved; waits for the network').filter({ visible: true }).count())
        .toBe(seen)
      await close()
    }
  })

  it('times are those of the person’s zone, not of the browser’s', async () => {
    const berlin = await current.open({ zone: 'Europe/Berlin' })
    const kathmandu = await current.open({ zone: 'Asia/Kathmandu' })
    await expect.poll(() => berlin.page.getByText('since 14:08').count()).toBe(1)
    await expect.poll(() => kathmandu.page.getByText('since 18:53').count()).toBe(1)
    await berlin.close()
    await kathmandu.close()
  })

  it.each([
    ['keep', 'Kept. Nothing was changed.'],
    ['discard', 'Taken out: 15 minutes'],
    ['stop', 'Ended at 10:16'],
  ] as const)('a question is answered with %s, and the next one comes', async (kind, told) => {
    const { page, close } = await current.open({ scenario: 'offers' })
    const card = page.getByRole('region', { name: 'Was this work?' })
    await card.getByText('Meantime was not running from 10:16 to 10:31').waitFor()
    await page.getByText('and 2 more').waitFor()
    const button = { keep: 'Keep', discard: 'Take it out', stop: 'Stop at 10:16' }[kind]
    await card.getByRole('button', { name: button }).click()
    await page.getByText(told).waitFor()
    await card.getByText(/The computer was asleep from/).waitFor()
    await page.getByText('and 1 more').waitFor()
    await close()
  })

  it('time away becomes an entry of its own', async () => {
    const { page, close } = await current.open({ scenario: 'offers' })
    const card = page.getByRole('region', { name: 'Was this work?' })
    await card.getByRole('button', { name: 'It was something else' }).click()
    await card.getByRole('textbox', { name: 'What was it?' }).fill('Call with the bank')
    await card.getByRole('button', { name: 'Record as its own entry' }).click()
    await page.getByRole('button', { name: 'Call with the bank', exact: true }).first().waitFor()
    await close()
  })

  it('what the agent refuses is told in words, and nothing is shown as done', async () => {
    const { page, close } = await current.open({ scenario: 'errors', route: '#/today' })
    await page.getByRole('button', { name: 'Pause' }).click()
    await page
      .getByText(
        'This one change was not recorded; everything recorded before is safe. Check the disk and its free space, then do it again.',
      )
      .last()
      .waitFor()
    await expect
      .poll(() => page.getByRole('region', { name: 'Timer' }).getByText('Running', { exact: true }).count())
      .toBe(1)
    await close()
  })
})

describe('history', () => {
  it('entries are selected, merged and deleted, and each is taken back', async () => {
    const { page, close } = await current.open({ route: '#/history' })
    const boxes = page.getByRole('checkbox')
    const before = await entries(page).count()
    await boxes.nth(1).check()
    await boxes.nth(2).check()
    await page.getByRole('button', { name: 'Merge' }).click()
    await page.getByText('2 entries merged into one').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Taken back: merging 2 entries').waitFor()
    await expect.poll(() => entries(page).count()).toBe(before)
    await boxes.nth(3).check()
    await page.getByRole('region', { name: '1 selected' }).getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Entry deleted').waitFor()
    await page.getByRole('region', { name: '1 selected' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.getByText(/^Taken back: deleting “/).waitFor()
    await expect.poll(() => entries(page).count()).toBe(before)
    await close()
  })

  it('an entry is split at a time within it, and at no other', async () => {
    const { page, close } = await current.open({ route: '#/history' })
    await page.getByRole('button', { name: 'Actions for “Review of the search branch”' }).first().click()
    await page.getByRole('menuitem', { name: 'Split' }).click()
    const dialog = page.getByRole('dialog', { name: 'Split in two' })
    await dialog.getByText(/and/).first().waitFor()
    const hours = dialog.getByRole('spinbutton', { name: /Hours/ })
    await hours.fill('23')
    await dialog.getByText('Choose a time between 13:34 and 14:08.').waitFor()
    await expect.poll(() => dialog.getByRole('button', { name: 'Split' }).isDisabled()).toBe(true)
    await hours.fill('13')
    await dialog.getByRole('spinbutton', { name: /Minutes/ }).fill('45')
    await dialog.getByRole('button', { name: 'Split' }).click()
    await page.getByText('Split in two entries').waitFor()
    await expect
      .poll(() => page.getByRole('button', { name: 'Review of the search branch', exact: true }).count())
      .toBeGreaterThanOrEqual(2)
    await close()
  })

  it.each([
    ['en-GB', ['09', '30'], ['11', '00']],
    ['en-US', ['09', '30'], ['11', '00']],
  ] as const)('time is added by hand in %s, and what is wrong is said at its row', async (locale, from, to) => {
    const { page, close } = await current.open({ route: '#/history', locale })
    await page.getByRole('button', { name: 'Add time' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add time by hand' })
    await dialog.getByRole('textbox', { name: 'Description' }).fill('Museum visit')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.getByText('Name both times.').waitFor()
    for (const [label, [hours, minutes]] of [
      ['From', from],
      ['To', to],
    ] as const) {
      await dialog.getByRole('spinbutton', { name: `${label}: Hours` }).fill(hours)
      await dialog.getByRole('spinbutton', { name: `${label}: Minutes` }).fill(minutes)
      if (locale === 'en-US')
        await dialog.getByRole('combobox', { name: `${label}: Morning or afternoon` }).selectOption('AM')
    }
    await dialog.getByText('Worked in all: 1h 30m').waitFor()
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Time added: 1h 30m').waitFor()
    await page.getByRole('button', { name: 'Museum visit', exact: true }).waitFor()
    await close()
  })

  it('finds words and projects, and says so when there are none', async () => {
    const { page, close } = await current.open({ route: '#/history' })
    await page.getByRole('searchbox', { name: 'Find in descriptions' }).fill('weekly call')
    const found = page.locator('main li button[aria-label^="Actions for"]')
    const names = async () => new Set(await found.evaluateAll((all) => all.map((each) => each.ariaLabel)))
    await expect.poll(names).toEqual(new Set(['Actions for “Weekly call”']))
    await page.getByRole('searchbox', { name: 'Find in descriptions' }).fill('zebra')
    await page.getByText('Nothing matches').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => entries(page).count()).toBeGreaterThan(5)
    await close()
  })

  it('goes a week back, and keeps the height of what was there meanwhile', async () => {
    const { page, close } = await current.open({ route: '#/history' })
    await page
      .getByText('16 – 22 Mar 2026')
      .or(page.getByText(/16.22 Mar 2026/))
      .waitFor()
    await page.getByRole('button', { name: 'Week before' }).click()
    await page.getByText(/9.15 Mar 2026|9 – 15 Mar 2026/).waitFor()
    await page.getByRole('button', { name: 'This week' }).click()
    await page.getByText(/16.*22 Mar 2026/).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Week after' }).isDisabled()).toBe(true)
    await close()
  })
})
