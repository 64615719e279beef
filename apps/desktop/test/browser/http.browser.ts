import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../src/bridge/bridge.js'
import { FakeAgent } from '../../src/renderer/fake/fake-agent.js'
import { worldOf } from '../../src/renderer/fake/scenarios.js'
import { THE_MOMENT } from './chromium.js'
import { stage } from './stage.js'

/** The carrier over HTTP with an agent in this process: the same answers, the same notices, and every way to fail. */
class Loopback {
  agent = make('busy')
  mode: 'works' | 'gone' | 'refuses' = 'works'
  asked: string[] = []
  private readonly streams = new Set<ServerResponse>()

  handle = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = new URL(request.url ?? '/', 'http://site').pathname
    if (path !== '/notices' && !path.startsWith('/bridge/')) return false
    if (this.mode === 'gone') request.socket.destroy()
    else if (this.mode === 'refuses') response.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    else if (path === '/notices') this.stream(response)
    else await this.answer(path.slice('/bridge/'.length), request, response)
    return true
  }

  tell(notice: Notice): void {
    for (const stream of this.streams) stream.write(`data: ${JSON.stringify(notice)}\n\n`)
  }

  breakOff(mode: Loopback['mode']): void {
    this.mode = mode
    for (const stream of this.streams) stream.destroy()
    this.streams.clear()
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': hello\n\n')
    this.streams.add(response)
  }

  private async answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(`${request.method} ${name} ${request.headers['content-type']}`)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(await this.agent.ask(name, JSON.parse(body))))
  }
}

function make(scenario: 'busy' | 'offline'): FakeAgent {
  const now = Date.parse(THE_MOMENT)
  return new FakeAgent(worldOf(scenario, now, 'Europe/Berlin'), () => now)
}

const loopback = new Loopback()
const current = stage({ api: loopback.handle })
afterEach(() => {
  loopback.agent = make('busy')
  loopback.mode = 'works'
  loopback.asked = []
})

describe('over HTTP', () => {
  it('asks by POST and JSON, and shows what the agent tells by itself', async () => {
    loopback.agent.onNotice((notice) => loopback.tell(notice))
    const { page, trouble, close } = await current.open()
    await page.getByText('since 14:08').waitFor()
    await loopback.agent.ask('pause', {})
    await page.getByRole('region', { name: 'Timer' }).getByText('Paused', { exact: true }).waitFor()
    expect(new Set(loopback.asked.map((line) => line.replace(/ \w+ /, ' ')))).toEqual(
      new Set(['POST application/json']),
    )
    expect(trouble).toEqual([])
    await close()
  })

  it('progress moves without a question for each step', async () => {
    loopback.agent = make('offline')
    const { page, close } = await current.open({ route: '#/sync' })
    await page.getByText('46 items', { exact: true }).waitFor()
    loopback.tell({ kind: 'progress', progress: { sent: 20, left: 26, bytes: 9000, limit: 20 } })
    await page.getByText('26 left', { exact: true }).waitFor()
    await page.getByText('20 sent').waitFor()
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toMatch(/^43/)
    await close()
  })

  it('a browser is offered nothing that only a window of the desktop app can do', async () => {
    const { page, close } = await current.open({ route: '#/settings' })
    await page.getByRole('link', { name: 'Shortcuts', exact: true }).waitFor()
    await expect.poll(() => page.getByText('Start with the computer').count()).toBe(0)
    await close()
  })

  it('while the agent starts there is the shape of a page and calm words, then the day', async () => {
    loopback.mode = 'gone'
    const { page, close } = await current.open()
    await page.getByText('Connecting to the agent', { exact: true }).waitFor()
    loopback.mode = 'works'
    await page.getByText('since 14:08').waitFor()
    await close()
  })

  it('an agent that goes is waited for; what was known stays, and then becomes what is true', async () => {
    const { page, close } = await current.open()
    await page.getByText('since 14:08').waitFor()
    loopback.breakOff('gone')
    await page.getByText('Connecting to the agent again').waitFor()
    await page.getByText('since 14:08').waitFor()
    await loopback.agent.ask('stop', {})
    loopback.mode = 'works'
    await page.getByText('Nothing is running').waitFor()
    await page.getByText('Connecting to the agent again').waitFor({ state: 'detached' })
    await close()
  })

  it('a window of an earlier run says so instead of trying for ever', async () => {
    const { page, close } = await current.open()
    await page.getByText('since 14:08').waitFor()
    loopback.breakOff('refuses')
    await page.keyboard.press('p')
    await page.getByText('This window belongs to an earlier run').waitFor()
    await close()
  })
})
