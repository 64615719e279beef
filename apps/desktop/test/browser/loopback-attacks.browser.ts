import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { BootFile } from '../../src/shells/web/boot-file.js'
import { temporaryFolder } from '../support/agent.js'
import { openCarrier } from '../support/loopback.js'
import { chromiumPath } from './chromium.js'

/** Every name but localhost is made to point at this computer, as a server of names under attack could. */
const REBOUND = '--host-resolver-rules=MAP *.example 127.0.0.1'
/** Newer browsers keep pages of the network from this computer by themselves; ours must not need that. */
const NO_HELP =
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessRespectPreflightResults'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', REBOUND, NO_HELP],
  })
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

/** A window of ours, let in as the web shell lets one in: by a file on the disk. */
async function letIn() {
  const carrier = await openCarrier()
  const file = new BootFile(await temporaryFolder())
  await file.lead(carrier.carrier.bootAddress())
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(file.address)
  await page.waitForURL(`${carrier.address}/`)
  return { ...carrier, context, page, file }
}

/** A page of somebody else, on another port of this computer or under a name of theirs. */
async function foreignPage(body = 'hello'): Promise<{ port: number }> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port }
}

/** What a script of the page can do to our address; each says what it got, if anything. */
const attack = (page: Page, address: string) =>
  page.evaluate(async (target) => {
    const tried = async (work: () => Promise<string>) => {
      try {
        return await work()
      } catch {
        return 'refused'
      }
    }
    const json = { method: 'POST', credentials: 'include', body: '{}' } as const
    const loads = (element: HTMLElement, source: Record<string, string>) =>
      new Promise<string>((resolve, reject) => {
        element.onload = () => resolve('loaded')
        element.onerror = reject
        document.body.append(Object.assign(element, source))
      })
    return {
      command: await tried(async () =>
        (await fetch(`${target}/bridge/stop`, { ...json, headers: { 'content-type': 'application/json' } })).text(),
      ),
      simple: await tried(async () =>
        String((await fetch(`${target}/bridge/stop`, { ...json, mode: 'no-cors' })).status),
      ),
      beacon: String(navigator.sendBeacon(`${target}/bridge/stop`, new Blob(['{}'], { type: 'text/plain' }))),
      read: await tried(async () => (await fetch(`${target}/`, { credentials: 'include' })).text()),
      script: await tried(() => loads(document.createElement('script'), { src: `${target}/assets/main.js` })),
      events: await tried(
        () =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${target}/notices`, { withCredentials: true })
            source.onmessage = ({ data }) => resolve(String(data))
            source.onopen = () => resolve('open')
            source.onerror = reject
          }),
      ),
    }
  }, address)

describe('the window in a real browser', () => {
  it('is let in by a file on the disk, asks and is told, and no script of it can read the cookie', async () => {
    const { page, context, asked, tell, listeners, address } = await letIn()
    await expect.poll(() => page.title()).toBe('ours')
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(await context.cookies(address)).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    const answer = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/bridge/state', { method: 'POST', headers, body: '{}' })).json()
    })
    expect([answer, asked]).toEqual([{ ok: true, value: 'the person’s work' }, [{ name: 'state', input: {} }]])
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => new EventSource('/notices').addEventListener('message', ({ data }) => resolve(data))),
    )
    await expect.poll(() => listeners.size).toBe(1)
    tell({ kind: 'changed' })
    expect(await heard).toBe('{"kind":"changed"}')
  })

  it('runs no script that was smuggled in, and loads nothing from anywhere else', async () => {
    const { page, address } = await letIn()
    const { port } = await foreignPage()
    const refused = await page.evaluate(async (elsewhere) => {
      const inline = document.createElement('script')
      inline.textContent = 'document.title = "theirs"'
      document.body.append(inline)
      return fetch(elsewhere).then(
        () => 'answered',
        () => 'refused',
      )
    }, `http://127.0.0.1:${port}/`)
    expect([refused, await page.title()]).toEqual(['refused', 'ours'])
    expect(page.url()).toBe(`${address}/`)
  })

  it('a link that was used lets no second browser in, and says so in words', async () => {
    const { file } = await letIn()
    const page = await (await browser.newContext()).newPage()
    await page.goto(file.address)
    await page.getByText('This link has been used').waitFor()
    expect(page.url()).not.toMatch(/\/$/)
  })
})

describe('pages of somebody else in the same browser, where our window has its cookie', () => {
  const SAYS_NOTHING = { command: 'refused', read: 'refused', script: 'refused', events: 'refused' }

  it('on another port of this computer: nothing is done, read or told', async () => {
    const { context, address, asked, listeners } = await letIn()
    const page = await context.newPage()
    const { port } = await foreignPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    expect(await attack(page, address)).toMatchObject(SAYS_NOTHING)
    await page.goto(`http://localhost:${port}/`)
    expect(await attack(page, address)).toMatchObject(SAYS_NOTHING)
    expect([asked, listeners.size]).toEqual([[], 0])
  })

  it('of another site, by script and by a form: nothing is done', async () => {
    const { context, address, asked } = await letIn()
    const page = await context.newPage()
    const form = `<form method="post" enctype="text/plain" action="${address}/bridge/stop"><input name='{"a":"' value='"}'><button>Go</button></form>`
    const { port } = await foreignPage(form)
    await page.goto(`http://evil.example:${port}/`)
    expect(await attack(page, address)).toMatchObject(SAYS_NOTHING)
    const posted = page.waitForResponse(`${address}/bridge/stop`)
    await page.getByRole('button').click()
    expect((await posted).status()).toBe(403)
    expect(asked).toEqual([])
  })

  it('a name that points here all at once (DNS rebinding) is not answered', async () => {
    const { context, port, asked } = await letIn()
    const page = await context.newPage()
    const answer = await page.goto(`http://evil.example:${port}/`)
    expect(answer?.status()).toBe(421)
    // The page came from their own server, before the name was made to point here.
    const theirs = `http://evil.example:${port}`
    await page.route(`${theirs}/page`, (route) => route.fulfill({ contentType: 'text/html', body: 'hello' }))
    await page.goto(`${theirs}/page`)
    const { command, events } = await attack(page, theirs)
    expect(command).toContain('This address does not belong to Meantime')
    expect(events).toBe('refused')
    expect(asked).toEqual([])
  })

  it('our window is shown in no frame, so nobody can be made to click in it', async () => {
    const { context, address } = await letIn()
    const page = await context.newPage()
    const { port } = await foreignPage(`<iframe src="${address}/"></iframe><object data="${address}/"></object>`)
    await page.goto(`http://127.0.0.1:${port}/`)
    await page.waitForLoadState('networkidle')
    const titles = await Promise.all(
      page
        .frames()
        .slice(1)
        .map((frame) => frame.title().catch(() => 'unreadable')),
    )
    expect(titles.join()).not.toContain('ours')
    expect(
      page
        .frames()
        .slice(1)
        .every((frame) => !frame.url().startsWith(`${address}/assets`)),
    ).toBe(true)
  })

  it('a file that somebody sent cannot use the cookie either', async () => {
    const { context, address, asked } = await letIn()
    const sent = join(await temporaryFolder(), 'sent.html')
    await writeFile(sent, 'hello')
    const page = await context.newPage()
    await page.goto(pathToFileURL(sent).href)
    expect(await attack(page, address)).toMatchObject(SAYS_NOTHING)
    expect(asked).toEqual([])
  })
})
