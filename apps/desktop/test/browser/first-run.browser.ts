import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

describe('the first run', () => {
  it('is over in three clicks for who stays local', async () => {
    const { page, trouble, close } = await current.open({ scenario: 'first-run' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Start tracking' }).click()
    await page.getByText('Nothing is running').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('start-field')
    await page.keyboard.type('Write the report')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Timer' }).getByText('Write the report').waitFor()
    expect(trouble).toEqual([])
    await close()
  })

  it('asks nobody where their time should go who is signed in already, by the command line or by npm start', async () => {
    const { page, close } = await current.open({ scenario: 'first-window' })
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await page.getByText('Step 1 of 2').waitFor()
    await close()
  })

  it('names a server and signs in', async () => {
    const { page, close } = await current.open({ scenario: 'first-run' })
    await page.getByText('To my team’s server').click()
    await page.getByLabel('Address of your team’s server').fill('https://time.example.org')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Email').fill('new@example.org')
    await page.getByLabel('Password').fill('a long password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await close()
  })
})

describe('the kind of server', () => {
  it('is seen by an address that ends as a Hubnity server’s does', async () => {
    const { page, close } = await current.open({ scenario: 'first-run' })
    await page.getByText('To my team’s server').click()
    await page.getByLabel('Address of your team’s server').fill('https://old.example.org/api/v1')
    await page.getByText('That is the address of a Hubnity server.').waitFor()
    await expect.poll(() => page.getByRole('radio', { name: /Hubnity/ }).isChecked()).toBe(true)
    await close()
  })

  it('is asked for, shown where it is another than was chosen, and used when that was seen', async () => {
    const { page, close } = await current.open({ scenario: 'first-run' })
    await page.getByText('To my team’s server').click()
    const address = page.getByLabel('Address of your team’s server')
    await address.fill('https://hubnity.example.org')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('A Hubnity server answers at this address.').waitFor()
    await expect.poll(() => address.inputValue()).toBe('https://hubnity.example.org/api/v1')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Who are you there?' }).waitFor()
    await close()
  })

  it('can be wrong: then it is told, and who knows better goes on', async () => {
    const { page, close } = await current.open({ scenario: 'first-run' })
    await page.getByText('To the Hubnity server we have').click()
    await page.getByLabel('Address of your team’s server').fill('https://time.example.org')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('No Hubnity server answers at this address.').waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Who are you there?' }).waitFor()
    await close()
  })
})
