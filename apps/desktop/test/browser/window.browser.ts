import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

interface WithAgent {
  fakeAgent: { gone: boolean }
}

describe('the window itself', () => {
  it('says calmly that the agent is gone, keeps what was known, and goes on when it is back', async () => {
    const { page, close } = await current.open({ frozen: false })
    await page.evaluate(() => {
      ;(window as unknown as WithAgent).fakeAgent.gone = true
    })
    await page.keyboard.press('p')
    await page.getByText('Connecting to the agent again').waitFor()
    await page.getByRole('heading', { name: 'Today', exact: true }).waitFor()
    await expect
      .poll(() => page.getByRole('region', { name: 'Timer' }).getByText('Running', { exact: true }).count())
      .toBe(1)
    await page.evaluate(() => {
      ;(window as unknown as WithAgent).fakeAgent.gone = false
    })
    await page.getByText('Connecting to the agent again').waitFor({ state: 'detached' })
    await page.keyboard.press('p')
    await page.getByRole('region', { name: 'Timer' }).getByText('Paused', { exact: true }).waitFor()
    await close()
  })

  it('moves nothing for people who asked for less motion', async () => {
    const { page, close } = await current.open({ reducedMotion: true, route: '#/history' })
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 20)
        .map((animation) => String((animation.effect as KeyframeEffect).target?.className)),
    )
    expect(moving).toEqual([])
    await close()
  })

  it('does not jump: what is drawn first stays where it is', async () => {
    for (const route of ['#/today', '#/history', '#/sync']) {
      const { page, close } = await current.open({ route })
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries() as (PerformanceEntry & {
                value: number
                hadRecentInput: boolean
              })[])
                if (!entry.hadRecentInput) sum += entry.value
            }).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => resolve(sum), 800)
          }),
      )
      expect({ route, good: shift < 0.05, shift: shift < 0.05 ? 0 : shift }).toEqual({ route, good: true, shift: 0 })
      await close()
    }
  })
})
