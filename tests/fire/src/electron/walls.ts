/// <reference lib="dom" />
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { onApp } from './on-app.js'
import type { Scenario } from './scenario.js'
import type { ShellApp } from './shell-app.js'

export const wallScenarios: readonly Scenario[] = [
  {
    title: 'the page has nothing of Node, nothing of Electron, and two functions of ours',
    run: onApp({}, async (app) => {
      const found = await app.page.evaluate(() => {
        const world = globalThis as unknown as Record<string, unknown>
        const names = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname']
        return [names.filter((name) => name in world), Object.keys(world.meantime as object).sort()]
      })
      mustEqual(found, [[], ['ask', 'onNotice']], 'what the page has')
      const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
          getLastWebPreferences(): Record<string, unknown>
        }
        const { sandbox, contextIsolation, nodeIntegration, webviewTag } = contents.getLastWebPreferences()
        return [sandbox, contextIsolation, nodeIntegration, webviewTag === true]
      })
      mustEqual(preferences, [true, true, false, false], 'sandbox, isolation, Node, webview')
    }),
  },
  {
    title: 'the page reaches no network in any way that a page has, and no file',
    run: onApp({}, (app) => withServer((address, hits) => reachesNothing(app, address, hits))),
  },
  {
    title: 'the page goes nowhere, opens nothing, embeds nothing, and is given no camera, no screen and no place',
    run: onApp({}, goesNowhere),
  },
  {
    title: 'a foreign page with the same preload is refused, and so is whatever makes no sense',
    run: onApp({}, async (app) => {
      for (const address of ['data:text/html,<p>foreign</p>', 'about:blank']) {
        const answer = await foreignPage(app, address)
        must(answer.includes('BRIDGE_FORBIDDEN'), `the page ${address} was answered: ${answer}`)
      }
      for (const [name, input] of MADNESS) {
        const { ok, problem } = await app.ask(name as string, input)
        must(ok === false && /^BRIDGE_/.test(problem?.code ?? ''), `${String(name)} was not refused`)
      }
      mustEqual((await app.ask('state')).ok, true, 'the page itself is answered')
    }),
  },
]

const MADNESS: readonly (readonly [unknown, unknown])[] = [
  ['constructor', {}],
  ['__proto__', {}],
  [{}, {}],
  ['start', { description: 7 }],
  ['deleteEntries', { ids: 'all' }],
  ['setSetting', 'theme'],
  ['x'.repeat(100_000), {}],
]

/** In the page; each is a way out. A way that says it worked is told; what cannot be told is seen at the server. */
async function reachesNothing(app: ShellApp, address: string, hits: () => readonly string[]): Promise<void> {
  const worked = await app.page.evaluate(async (to) => {
    const said: string[] = []
    const attempt = async (name: string, run: () => unknown) => {
      try {
        if ((await run()) !== false) said.push(name)
      } catch {
        // Refused.
      }
    }
    const element = (tag: string, attributes: Record<string, string>) =>
      new Promise<boolean>((resolve) => {
        const made = Object.assign(document.createElement(tag), attributes)
        made.onload = () => resolve(true)
        made.onerror = () => resolve(false)
        document.head.append(made)
        setTimeout(() => resolve(false), 500)
      })
    await attempt('fetch', () => fetch(`${to}/fetch`))
    await attempt('fetch without cors', () => fetch(`${to}/no-cors`, { mode: 'no-cors' }))
    await attempt('fetch of a file', () => fetch('file:///etc/hostname'))
    await attempt('fetch of what is outside of the folder', async () => (await fetch('/..%2f..%2fpackage.json')).ok)
    await attempt('beacon', () => navigator.sendBeacon(`${to}/beacon`, 'x') && false)
    await attempt('xhr', () => {
      const request = new XMLHttpRequest()
      request.open('GET', `${to}/xhr`, false)
      request.send()
    })
    await attempt(
      'socket',
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`${to.replace('http', 'ws')}/socket`)
          socket.onopen = resolve
          socket.onerror = reject
        }),
    )
    await attempt(
      'events',
      () =>
        new Promise((resolve, reject) => {
          const events = new EventSource(`${to}/events`)
          events.onopen = resolve
          events.onerror = reject
        }),
    )
    await attempt(
      'worker',
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob([`fetch('${to}/worker')`])))
          worker.onmessage = resolve
          worker.onerror = reject
        }),
    )
    await attempt('picture', () => element('img', { src: `${to}/picture` }))
    await attempt('script', () => element('script', { src: `${to}/script` }))
    await attempt('style', () => element('link', { rel: 'stylesheet', href: `${to}/style` }))
    await attempt('prefetch', () => element('link', { rel: 'prefetch', href: `${to}/prefetch` }))
    await attempt('eval', () => new Function('return true')())
    await attempt('form', () => {
      const form = Object.assign(document.createElement('form'), { action: `${to}/form`, method: 'post' })
      document.body.append(form)
      form.submit()
      return false
    })
    await attempt(
      'a way through the routers',
      () =>
        new Promise((resolve) => {
          const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${to.replace('http://', '')}` }] })
          peer.createDataChannel('x')
          peer.onicecandidate = ({ candidate }) => resolve(candidate !== null && candidate.candidate !== '')
          void peer.createOffer().then((offer) => peer.setLocalDescription(offer))
          setTimeout(() => resolve(false), 1000)
        }),
    )
    return said
  }, address)
  await new Promise((resolve) => setTimeout(resolve, 300))
  mustEqual([worked, hits()], [[], []], 'ways out, and what came out')
}

async function goesNowhere(app: ShellApp): Promise<void> {
  const { page, electron } = app
  const opened = await page.evaluate(() => window.open('https://example.org') === null)
  must(opened, 'window.open opened something')
  for (const address of ['https://example.org/', 'file:///etc/hostname', 'data:text/html,x', 'meantime://other/']) {
    await page.evaluate((to) => {
      window.location.href = to
    }, address)
    await new Promise((resolve) => setTimeout(resolve, 200))
    must(page.url().startsWith('meantime://app/'), `the page went to ${page.url()}`)
  }
  const inner = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    return 'meantime' in (frame.contentWindow ?? {})
  })
  must(!inner, 'a frame within the page has the preload')
  const given = await page.evaluate(async () => {
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'given',
        () => 'refused',
      )
    const place = new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))
    return [
      await outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
      await outcome(navigator.mediaDevices.getDisplayMedia()),
      await outcome(place),
      await Notification.requestPermission(),
    ]
  })
  mustEqual(given, ['refused', 'refused', 'refused', 'denied'], 'microphone, screen, place, notifications')
  mustEqual(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length), 1, 'windows')
}

function foreignPage(app: ShellApp, address: string): Promise<string> {
  return app.electron.evaluate(async ({ app: electron, BrowserWindow }, to) => {
    const webPreferences = { preload: `${electron.getAppPath()}/preload.cjs`, sandbox: true }
    const window = new BrowserWindow({ show: false, webPreferences })
    try {
      await window.loadURL(to)
      return JSON.stringify(await window.webContents.executeJavaScript("window.meantime.ask('state', {})"))
    } finally {
      window.destroy()
    }
  }, address)
}

async function withServer(play: (address: string, hits: () => readonly string[]) => Promise<void>): Promise<void> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await until('the server listens', () => server.listening)
  try {
    await play(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => hits)
  } finally {
    server.close()
  }
}
