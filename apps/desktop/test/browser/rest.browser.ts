import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { stage } from './stage.js'

const current = stage()

interface WithAgent {
  fakeAgent: { gone: boolean; queue: { online: boolean } }
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
    await page.getByText('3,233 recorded').waitFor()
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
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    expect(copied).toMatchObject({ entityType: 'time_entry_edit', state: 'dead', reason: { code: 'project-archived' } })
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
    const place = await canvas.boundingBox()
    if (!place) throw new Error('There is no canvas')
    const at = (x: number, y: number) => [place.x + place.width * x, place.y + place.height * y] as const
    await page.mouse.move(...at(0.75, 0.5))
    await page.mouse.down()
    await page.mouse.move(...at(0.4, 0.3))
    await page.mouse.move(...at(0.25, 0.25))
    await page.mouse.up()
    const label = await page.locator('[data-box="1"]').getAttribute('aria-label')
    const [width = 0, height = 0] = [...(label ?? '').matchAll(/(\d+)(?= by| pixels)/g)].map(([digits]) =>
      Number(digits),
    )
    expect(Math.abs(width - 960)).toBeLessThan(6)
    expect(Math.abs(height - 270)).toBeLessThan(6)
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
    expect(await field.isDisabled()).toBe(true)
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

describe('the first run', () => {
  it('is over in three clicks for who stays local', async () => {
    const { page, trouble, close } = await current.open({ scenario: 'first-run' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Start tracking' }).click()
    await page.getByText('Nothing is running').waitFor()
    expect(trouble).toEqual([])
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

describe('moving in from the former client', () => {
  it('is part of the first run where it has worked: what is there is shown first, then it comes', async () => {
    const { page, trouble, close } = await current.open({ scenario: 'former' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Bring your time along' }).waitFor()
    await page.getByRole('row', { name: 'Entries to be delivered 44 44 0' }).waitFor()
    await page.getByRole('row', { name: 'Screenshots to be delivered 27 27 0' }).waitFor()
    await page.getByText('Left out: 6').click()
    await page.getByText('damaged, or encrypted with a key that is not here').waitFor()
    await page.getByText('Choices').click()
    await page.getByRole('switch', { name: 'Also what was never stopped' }).click()
    await page.getByText('2 entries were never stopped').waitFor()
    await page.getByRole('button', { name: 'Import 414 entries' }).click()
    await page.getByRole('heading', { name: 'You have moved in' }).waitFor()
    await page.getByText('27 screenshots came along.').waitFor()
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('There is nothing in it that is not here already.').waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    expect(trouble).toEqual([])
    await close()
  })

  it('can be left for later, and is offered to who has its data elsewhere', async () => {
    const { page, close } = await current.open({ scenario: 'former' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
    await close()
    const other = await current.open({ scenario: 'first-run' })
    for (const _ of [1, 2]) await other.page.getByRole('button', { name: 'Continue' }).click()
    await other.page.getByRole('button', { name: 'I have time in Hubnity' }).click()
    await other.page.getByLabel('Where hubnity.db is').fill('/mnt/old')
    await other.page.getByRole('button', { name: 'Show what is there' }).click()
    await other.page.getByText('There is no file /mnt/old.').waitFor()
    await other.page.getByLabel('Where hubnity.db is').fill('/mnt/old/hubnity.db')
    await other.page.getByRole('button', { name: 'Show what is there' }).click()
    await other.page.getByRole('button', { name: 'Import 412 entries' }).waitFor()
    await other.close()
  })

  it('is in the settings at any time, in Russian too', async () => {
    const { page, trouble, close } = await current.open({ route: '#/settings/moving', locale: 'ru-RU' })
    await page.getByRole('heading', { name: 'Переезд из Hubnity' }).waitFor()
    await page.getByLabel('Где лежит hubnity.db').fill('/mnt/old/hubnity.db')
    await page.getByRole('button', { name: 'Показать, что там есть' }).click()
    await page.getByText('368 записей уже есть на её сервере').waitFor()
    await page.getByRole('button', { name: 'Перенести 412 записей' }).click()
    await page.getByText('С ними 27 снимков.').waitFor()
    expect(trouble).toEqual([])
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
