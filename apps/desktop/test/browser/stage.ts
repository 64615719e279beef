import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { addressOf, contextFor, launch, settled, type Visit } from './chromium.js'
import { type Api, type Site, serveRenderer } from './site.js'

export interface Stage {
  /** A new person with a new window. Everything that goes wrong in it is in `trouble`. */
  open(where?: Visit): Promise<Opened>
  readonly site: () => Site
}

export interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of scripts, of the console and of the policy, and requests to anywhere else. */
  readonly trouble: string[]
  close(): Promise<void>
}

/** One browser and one server for the tests of a file. */
export function stage({ api }: { api?: Api } = {}): Stage {
  let browser: Browser
  let site: Site
  const contexts = new Set<BrowserContext>()
  afterEach(async () => {
    for (const context of contexts) await context.close()
    contexts.clear()
  })
  beforeAll(async () => {
    browser = await launch()
    site = await serveRenderer(api ? { api } : {})
  })
  afterAll(async () => {
    await browser.close()
    await site.close()
  })
  return {
    site: () => site,
    async open(where = {}) {
      const context = await contextFor(browser, where)
      contexts.add(context)
      const page = await context.newPage()
      const trouble = listen(page, site.address)
      await page.goto(addressOf(site.address, where))
      if (!api) {
        await page.waitForSelector('h1')
        await settled(page)
      }
      return { page, context, trouble, close: () => context.close() }
    },
  }
}

function listen(page: Page, home: string): string[] {
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(home) && !/^(data|blob):/.test(url)) trouble.push(`elsewhere: ${url}`)
  })
  return trouble
}
