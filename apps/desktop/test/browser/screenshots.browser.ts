import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

describe('screenshots', () => {
  it('are turned on only below all of what it means, paused, made private and turned off', async () => {
    const { page, close } = await current.open({ route: '#/screenshots', scenario: 'empty' })
    await expect.poll(() => page.locator('main li').count()).toBe(6)
    await page.getByRole('button', { name: 'I agree, turn them on' }).click()
    await page.getByText('Screenshots are on', { exact: true }).waitFor()
    await page.getByText('No picture yet').waitFor()
    await page.getByRole('button', { name: 'Pause 30 minutes' }).click()
    await page.getByText('Paused until 16:02').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Private now' }).click()
    await page.getByText('Private: nothing is taken until you end it').waitFor()
    await page.getByRole('button', { name: 'End private time' }).click()
    await page.getByRole('button', { name: 'Turn off' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await close()
  })

  it('stop when the settings show more than was agreed to, and say in which way', async () => {
    const { page, close } = await current.open({ route: '#/screenshots', scenario: 'errors' })
    await page.getByText('pictures are sent after 0 minutes instead of 10').waitFor()
    await page.getByRole('button', { name: 'Look at it and decide' }).click()
    await page.getByRole('button', { name: 'I agree, turn them on' }).waitFor()
    await close()
  })

  it('a box is drawn with the mouse in pixels of the picture', async () => {
    const { page, close } = await current.open({ route: '#/screenshots' })
    await page
      .getByRole('button', { name: /^Look at the picture/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Cover parts' }).click()
    const canvas = page.locator('[class*=canvas]')
    // Where it stands, not where it is on its way.
    await canvas.hover({ trial: true })
    const place = await canvas.boundingBox()
    if (!place) throw new Error('There is no canvas')
    const at = (x: number, y: number) => [place.x + place.width * x, place.y + place.height * y] as const
    await page.mouse.move(...at(0.75, 0.5))
    await page.mouse.down()
    await page.mouse.move(...at(0.4, 0.3))
    await page.mouse.move(...at(0.25, 0.25))
    await page.mouse.up()
    const offBy = async () => {
      const label = await page.locator('[data-box="1"]').getAttribute('aria-label')
      const [width = 0, height = 0] = [...(label ?? '').matchAll(/(\d+)(?= by| pixels)/g)].map(([digits]) =>
        Number(digits),
      )
      return Math.max(Math.abs(width - 960), Math.abs(height - 270))
    }
    await expect.poll(offBy).toBeLessThan(6)
    await page.getByRole('button', { name: 'Cover 1 area for good' }).click()
    await page.getByText('Covered for good').waitFor()
    await close()
  })

  it('are enlarged, and one is deleted after a question; the time stays', async () => {
    const { page, close } = await current.open({ route: '#/screenshots' })
    const cards = page.locator('article')
    const before = await cards.count()
    await page
      .getByRole('button', { name: /^Look at the picture/ })
      .first()
      .click()
    const picture = page.getByRole('dialog').locator('img')
    await picture.hover({ trial: true })
    const small = (await picture.boundingBox())?.width ?? 0
    await page.keyboard.press('+')
    await page.waitForFunction(
      (was) => (document.querySelector('[role=dialog] img')?.getBoundingClientRect().width ?? 0) > was * 1.3,
      small,
    )
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog', { name: 'Delete this picture?' }).getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Picture deleted; your time stays').waitFor()
    await expect.poll(() => cards.count()).toBe(before - 1)
    await close()
  })

  it('what was not taken says why', async () => {
    const { page, close } = await current.open({ route: '#/screenshots' })
    await page.getByText('What became of them').click()
    await page.getByText('not taken: it was a private time').first().waitFor()
    await page.getByText('given up, because the queue was full').waitFor()
    await page.getByText('deleted by you').waitFor()
    await close()
  })
})
