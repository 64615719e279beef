import { join } from 'node:path'
import { SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER } from '@meantime/core'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/agent.js'
import { otherProgram } from '../support/other-program.js'
import { contextFor, launch, settled } from './chromium.js'
import { overflows, violations } from './looks.js'
import { realServer, startProgram, startProgramBefore } from './real-program.js'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const ANN = { email: 'ann@example.org', password: 'correct-horse-battery' }

/** Opens the window by the file that the program names, as a person does. */
async function openWindow(file: string): Promise<Page> {
  const context = await contextFor(browser, {})
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(file)
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/)
  await page.waitForSelector('h1')
  await settled(page)
  return page
}

const SCREENS = { Left: { r: 200, g: 40, b: 40 }, Right: { r: 30, g: 90, b: 200 } } as const

/** The folder that stands for two screens, each of a colour of its own. */
async function twoScreens(): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, background] of Object.entries(SCREENS)) {
    const picture = sharp({ create: { width: 640, height: 400, channels: 3, background } })
    await picture.png().toFile(join(folder, `${name}.png`))
  }
  return folder
}

/** What is kept of a picture, at its edge and in its middle, where the first box covers it. */
async function coloursOf(bytes: Uint8Array): Promise<{ readonly edge: number[]; readonly middle: number[] }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  return { edge: at(8, 8), middle: at(info.width / 2, info.height / 2) }
}

const near = (colour: readonly number[], to: readonly number[]) =>
  colour.every((part, index) => Math.abs(part - (to[index] ?? 0)) < 12)

const timer = (page: Page) => page.getByRole('region', { name: 'Timer' })
const state = (page: Page, name: string) => timer(page).getByText(name, { exact: true }).waitFor()
const goTo = async (page: Page, name: string) => {
  // What needs somebody is counted behind it.
  await page
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await page.locator('h1', { hasText: name }).waitFor()
  await settled(page)
}

async function begin(page: Page, what: string, project: string): Promise<void> {
  await page.getByRole('textbox', { name: /What are you working on/ }).fill(what)
  await page
    .getByRole('combobox', { name: 'Project' })
    .or(page.getByRole('textbox', { name: 'Project' }))
    .fill(project)
  await page.getByRole('button', { name: /^(Start|Switch)$/ }).click()
  await timer(page).getByText(what, { exact: true }).waitFor()
}

it('a person’s day with the real app and server: first run, offline, edit, pictures, kill -9, the server back, drained', async () => {
  const folder = await temporaryFolder()
  const server = await realServer()
  const program = await startProgramBefore(await twoScreens(), folder)
  const page = await openWindow(program.file)

  // The first run.
  await page.getByText('To my team’s server').click()
  await page.getByLabel('Address of your team’s server').fill(server.url())
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'I have no account yet' }).click()
  await page.getByLabel('Email').fill(ANN.email)
  await page.getByLabel('Password').fill(ANN.password)
  await page.getByRole('button', { name: 'Make an account' }).click()
  await page.getByRole('heading', { name: 'Screenshots are off' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Start tracking' }).click()

  // Work with a network.
  await page.getByText('Nothing is running').waitFor()
  await begin(page, 'Write the report', 'Website')
  await page.getByRole('button', { name: 'Pause' }).click()
  await state(page, 'Paused')
  await page.getByRole('button', { name: 'Resume' }).click()
  await state(page, 'Running')
  await page.getByText('Everything is delivered').first().waitFor()

  // Without one: nothing is refused, nothing is in the way. A picture is taken within two minutes from here.
  await server.down()
  await begin(page, 'Answer mail', 'Office')
  await goTo(page, 'Screenshots')
  await page.getByRole('button', { name: 'I agree, turn them on' }).click()
  await page.getByText('Screenshots are on', { exact: true }).waitFor()
  await goTo(page, 'Today')
  await page.getByRole('button', { name: 'Write the report', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Edit entry' })
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Wrote the report')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Entry changed').waitFor()
  await page.getByRole('button', { name: 'Actions for “Wrote the report”' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('Entry deleted').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Taken back: deleting “Wrote the report”').waitFor()

  // The agent takes one of each screen at its own moment; one is covered and one is deleted, before anybody has seen them.
  await goTo(page, 'Screenshots')
  const looks = page.getByRole('button', { name: /^Look at the picture/ })
  await expect.poll(() => looks.count(), { timeout: 130_000 }).toBe(2)
  await looks.nth(1).click()
  await page.getByRole('button', { name: 'Cover parts' }).click()
  await page.keyboard.press('b')
  await page.getByRole('button', { name: 'Cover 1 area for good' }).click()
  await page.getByText('Covered for good').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('1 area covered').waitFor()
  await page
    .locator('article', { hasNotText: 'covered' })
    .getByRole('button', { name: /Delete/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Picture deleted; your time stays').waitFor()
  await expect.poll(() => looks.count()).toBe(1)

  // What waits says so.
  await goTo(page, 'Sync')
  await page.getByRole('button', { name: 'Deliver now' }).click()
  await page.getByRole('heading', { name: 'Waiting for the network' }).waitFor()

  // The program is killed in the middle; the next one's window comes back to the truth.
  await program.kill()
  await page.getByText('Connecting to the agent again').waitFor()
  const next = await openWindow((await startProgram(folder)).file)
  await state(next, 'Running')
  await timer(next).getByText('Answer mail', { exact: true }).waitFor()
  await next.getByRole('button', { name: 'Wrote the report', exact: true }).waitFor()
  await next.getByRole('button', { name: 'Stop', exact: true }).click()
  await next.getByText('Nothing is running').waitFor()

  // Each screen with what is really in it.
  const wrong: string[] = []
  for (const screen of ['Today', 'History', 'Screenshots', 'Settings', 'Sync']) {
    await goTo(next, screen)
    wrong.push(...[...(await overflows(next)), ...(await violations(next))].map((what) => `${screen}: ${what}`))
  }
  expect(wrong.join('\n')).toBe('')

  // The server is back, and has all of it, once, with the times that are shown here.
  await server.up()
  await next.getByRole('button', { name: 'Deliver now' }).click()
  // What was on its way when the program was killed is lent out for a minute.
  await next.getByRole('heading', { name: 'Everything is delivered' }).waitFor({ timeout: 100_000 })
  await next.getByText('The queue is empty.').waitFor()
  // What was deleted came back as another entry with the same content; the server has kept that it was deleted.
  const arrived = (await server.entriesOf(ANN)).filter(({ state: is }) => is !== 'deleted')
  expect(
    arrived.map(({ description, project, state: is, segments }) => [description, project, is, segments.length]),
  ).toEqual([
    ['Answer mail', 'Office', 'stopped', 1],
    ['Wrote the report', 'Website', 'stopped', 2],
  ])
  const beside = await otherProgram(folder)
  const shots = await beside.get(SHOT_LEDGER).list({ account: beside.get(TIME_TRACKER).account })
  const taken = shots.filter(({ state: is }) => is !== 'skipped')
  expect(taken.map(({ state: is }) => is).sort()).toEqual(['deleted', 'held'])
  expect(taken.map(({ monitor }) => monitor).sort()).toEqual(['Left', 'Right'])

  // What is kept of the one is its screen, but for what was covered.
  const [kept] = taken.filter(({ state: is }) => is === 'held')
  if (!kept) throw new Error('No picture is held')
  const { edge, middle } = await coloursOf((await beside.get(SHOT_KEEPER).read(kept)) ?? new Uint8Array())
  const { r, g, b } = SCREENS[kept.monitor as keyof typeof SCREENS]
  expect(edge).toSatisfy((colour: number[]) => near(colour, [r, g, b]))
  expect(middle).toSatisfy((colour: number[]) => near(colour, [0x20, 0x20, 0x20]))
}, 420_000)
