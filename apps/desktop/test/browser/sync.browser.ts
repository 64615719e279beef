import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

interface WithAgent {
  fakeAgent: { queue: { online: boolean } }
}

const online = (page: Page) =>
  page.evaluate(() => {
    ;(window as unknown as WithAgent).fakeAgent.queue.online = true
  })

describe('sync', () => {
  it('drains before one’s eyes, and every number adds up all the way', async () => {
    const { page, trouble, close } = await current.open({ route: '#/sync', scenario: 'offline', frozen: false })
    await page.getByRole('heading', { name: 'Waiting for the network' }).waitFor()
    await page.getByText('46 items', { exact: true }).waitFor()
    await online(page)
    await page.getByRole('button', { name: 'Deliver now' }).click()
    await page.getByRole('heading', { name: 'Delivering' }).waitFor()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('heading', { name: 'Everything is delivered' }).waitFor()
    await page.getByText('Delivered: 46').waitFor()
    await page.getByText('3,233 in all').waitFor()
    await page.getByText('The queue is empty.').waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'Everything is delivered' }).count()).toBe(1)
    expect(trouble).toEqual([])
    await close()
  })

  it('what was refused says why; it is retried, discarded, copied', async () => {
    const { page, close } = await current.open({ route: '#/sync', scenario: 'dead' })
    const parked = page.getByRole('region', { name: 'Needs you' })
    await parked.getByText('The project “Harbour museum” was archived').waitFor()
    await parked.getByRole('button', { name: 'Copy details' }).first().click()
    await page.getByText('Copied').waitFor()
    const copied = async () => JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    await expect
      .poll(copied)
      .toMatchObject({ entityType: 'time_entry_edit', state: 'dead', reason: { code: 'project-archived' } })
    await parked.getByRole('button', { name: 'Discard' }).first().click()
    await page.getByRole('dialog').getByText('Your record on this computer stays as it is.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await page.getByText('Discarded: 1').waitFor()
    await parked.getByText('was archived').waitFor({ state: 'detached' })
    await parked.getByRole('button', { name: 'Retry' }).click()
    await parked.waitFor({ state: 'detached' })
    await close()
  })
})
