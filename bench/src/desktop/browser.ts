/// <reference lib="dom" />
import { existsSync } from 'node:fs'
import type { DesktopAgent } from '@meantime/tools'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Runs what is measured in a Chromium without a screen; undefined where there is none (Debian: chromium). */
export async function inChromium<T>(work: (browser: Browser) => Promise<T>): Promise<T | undefined> {
  const executablePath = [process.env.MEANTIME_CHROMIUM ?? '', ...PLACES].find((path) => path && existsSync(path))
  if (executablePath === undefined) {
    process.stderr.write('There is no Chromium: what a browser shows is not measured. MEANTIME_CHROMIUM names one.\n')
    return undefined
  }
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

export const newWindow = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' })

/** A window of an agent that runs already, at one of its screens. */
export async function openWindow(browser: Browser, agent: DesktopAgent, screen: string): Promise<Page> {
  const context = await newWindow(browser)
  const [name = '', value = ''] = agent.cookie.split('=')
  await context.addCookies([{ name, value, url: agent.address, httpOnly: true, sameSite: 'Strict' }])
  const page = await context.newPage()
  await page.goto(`${agent.address}/${screen}`)
  await settled(page)
  return page
}

/** Everything is there that was asked for. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1')
  await page.waitForFunction(() => document.querySelectorAll('.mantine-Skeleton-root').length === 0)
}

/** Since 1970, ms: when the page first drew something of its own. */
export async function firstPaint(page: Page): Promise<number> {
  const painted = await page.waitForFunction(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint')
    return location.protocol !== 'file:' && entry ? performance.timeOrigin + entry.startTime : undefined
  })
  return (await painted.jsonValue()) ?? Number.NaN
}
