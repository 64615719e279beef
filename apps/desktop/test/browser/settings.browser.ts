import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

describe('settings', () => {
  it('theme and language change at once and are there again after a restart', async () => {
    const { page, close } = await current.open({ route: '#/settings/appearance' })
    await page.getByText('Dark', { exact: true }).click()
    await page.waitForFunction(() => document.documentElement.dataset.mantineColorScheme === 'dark')
    await page
      .getByRole('combobox', { name: 'Language' })
      .or(page.getByRole('textbox', { name: 'Language' }))
      .click()
    await page.getByRole('option', { name: 'Русский' }).click()
    await page.locator('h1', { hasText: 'Настройки' }).waitFor()
    await page.reload()
    await page.locator('h1', { hasText: 'Настройки' }).waitFor()
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
    await close()
  })

  it('what a variable decides is shown as such and cannot be changed here', async () => {
    const { page, close } = await current.open({ route: '#/settings', scenario: 'errors' })
    await page.getByText('Set by MEANTIME_IDLE_LIMIT; it can be changed only there.').waitFor()
    const field = page.getByRole('textbox', { name: /until you count as away/ })
    await expect.poll(() => field.isDisabled()).toBe(true)
    await expect.poll(() => field.inputValue()).toBe('15')
    await close()
  })

  it('a value that makes no sense is refused in words and the old one stays', async () => {
    const { page, close } = await current.open({ route: '#/settings' })
    const field = page.getByRole('textbox', { name: 'Address of your team’s server' })
    await field.fill('somewhere')
    await field.press('Enter')
    await page.getByText('“server” must be an address').waitFor()
    await page.reload()
    await expect.poll(() => field.inputValue()).toBe('https://time.example.org')
    await close()
  })

  it('without a server of its own the field says where the person is signed in, not that nothing leaves', async () => {
    const { page, close } = await current.open({ route: '#/settings' })
    const field = page.getByRole('textbox', { name: 'Address of your team’s server' })
    await page.getByRole('button', { name: 'Back to the default' }).first().click()
    await expect.poll(() => field.inputValue()).toBe('')
    await expect.poll(() => field.getAttribute('placeholder')).toBe('https://time.example.org')
    await close()
  })

  it('signing out asks, says what stays, and a wrong password is told without losing what was typed', async () => {
    const { page, close } = await current.open({ route: '#/settings' })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nobody is signed in').waitFor()
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The e-mail address or the password is wrong.').waitFor()
    await expect.poll(() => page.getByLabel('Email').inputValue()).toBe('mira@example.org')
    await page.getByLabel('Password').fill('right')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in as mira@example.org').waitFor()
    await close()
  })

  it('an export is handed over as a file', async () => {
    const { page, close } = await current.open({ route: '#/settings/data' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the file' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('meantime.csv')
    await close()
  })
})
