import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { fileOfApp } from './site.js'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's package `chromium`, or what MEANTIME_CHROMIUM names. */
export function chromiumPath(): string {
  const found = [process.env.MEANTIME_CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path))
  if (found) return found
  throw new Error('There is no Chromium: install the package chromium, or name one by MEANTIME_CHROMIUM.')
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    env: { ...process.env, FONTCONFIG_FILE: fileOfApp('test/browser/fonts.conf') },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
    ],
  })

export interface View {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly locale?: string
  readonly reducedMotion?: boolean
  readonly scale?: number
  /** The page's own clock stands still too, so that the same window gives the same picture. @default false */
  readonly still?: boolean
}

/** Wednesday afternoon in Berlin; the agent in memory builds its day around it. */
export const THE_MOMENT = '2026-03-18T14:32:10Z'

export interface Visit extends View {
  readonly scenario?: string
  /** @default '#/today' */
  readonly route?: string
  /** The agent's clock stands still. @default true */
  readonly frozen?: boolean
  readonly zone?: string
}

export async function contextFor(browser: Browser, view: View): Promise<BrowserContext> {
  const { width = 1280, height = 860, theme = 'light', locale = 'en-GB', reducedMotion = false, scale = 1 } = view
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    deviceScaleFactor: scale,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  // A computer that does much else takes long; what never comes fails all the same.
  context.setDefaultTimeout(90_000)
  if (view.still) {
    await context.addInitScript((moment) => {
      Date.now = () => moment
    }, Date.parse(THE_MOMENT))
  }
  return context
}

export function addressOf(
  site: string,
  { scenario = 'busy', route = '#/today', frozen = true, zone = 'Europe/Berlin' }: Visit,
): string {
  const query = new URLSearchParams({ scenario, at: THE_MOMENT, zone, ...(frozen ? { frozen: '' } : {}) })
  return `${site}?${query}${route}`
}

/** Opens a screen and waits until its content is there. */
export async function visit(context: BrowserContext, site: string, where: Visit): Promise<Page> {
  const page = await context.newPage()
  await page.goto(addressOf(site, where))
  await page.waitForSelector('h1, h2')
  await settled(page)
  return page
}

/** Nothing is being loaded any more: no skeleton in sight, letters there, two frames drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    // A picture far below is asked for when somebody comes near it.
    [...document.querySelectorAll('.mantine-Skeleton-root')].every((shape) => {
      const { top, bottom } = shape.getBoundingClientRect()
      return top >= innerHeight || bottom <= 0
    }),
  )
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

/** The window when nothing in it moves any more: charts and pictures are drawn a moment after their data came. */
export async function stillPicture(page: Page): Promise<Buffer> {
  await settled(page)
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  let before: Buffer
  let now = await drawn(page)
  do {
    before = now
    now = await drawn(page)
  } while (!now.equals(before))
  return now
}

const drawn = (page: Page): Promise<Buffer> => page.screenshot({ animations: 'disabled' })
