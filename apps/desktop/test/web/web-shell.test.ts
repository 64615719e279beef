import { readFile, stat } from 'node:fs/promises'
import { silentLogger } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { expect, test, vi } from 'vitest'
import { hasDesktop } from '../../src/shells/web/has-desktop.js'
import { shownLines } from '../../src/shells/web/shown-lines.js'
import { WebShell } from '../../src/shells/web/web-shell.js'
import { temporaryFolder } from '../support/agent.js'

async function openShell(browser?: (file: string) => Promise<unknown>) {
  const folder = await temporaryFolder()
  const clock = new ManualClock()
  let n = 0
  const bootAddress = () => {
    n += 1
    return `http://127.0.0.1:4000/boot?token=secret-${n}`
  }
  const carrier = { bootAddress }
  return { folder, clock, shell: new WebShell({ clock, logger: silentLogger, carrier, folder, browser }) }
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

test('the browser is started with the name of a file that its owner alone can read, never with the way in', async () => {
  const opened: string[] = []
  const { folder, shell } = await openShell(async (file) => opened.push(file))
  expect(await shell.show()).toMatchObject({ opened: true })
  expect(opened).toEqual([`${folder}/open-meantime.html`])
  const [file = ''] = opened
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toContain('url=http://127.0.0.1:4000/boot?token=secret-1"')
})

test('the file is gone when its token is spent, after 30 s, and at the end; a newer one stays its own 30 s', async () => {
  const { folder, shell, clock } = await openShell()
  const file = `${folder}/open-meantime.html`
  await shell.show()
  clock.advance(20_000)
  await shell.show()
  clock.advance(15_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await exists(file)).toBe(true)
  clock.advance(15_000)
  await vi.waitFor(async () => expect(await exists(file)).toBe(false))
  await shell.show()
  await shell.stop()
  expect(await exists(file)).toBe(false)
})

test('a browser that cannot be started is no failure: the person is told where the window is', async () => {
  const { shell } = await openShell(async () => {
    throw new Error('none')
  })
  expect(await shell.show()).toMatchObject({ opened: false })
})

test('the way in is printed for eyes only: into a pipe goes the name of the file', () => {
  const shown = {
    file: 'file:///data/open-meantime.html',
    address: 'http://127.0.0.1:4000/boot?token=secret',
    opened: false,
  }
  expect(shownLines(shown, true)).toContain(shown.address)
  for (const line of [shownLines(shown, false), shownLines({ ...shown, opened: true }, true)]) {
    expect(line).not.toContain('secret')
    expect(line).toContain(shown.file)
  }
})

test('a browser is opened only for somebody who sits before it', () => {
  const terminal = true
  const at = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
    hasDesktop({ environment, platform, terminal })
  expect(at({ DISPLAY: ':0' })).toBe(true)
  expect(at({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(at({})).toBe(false)
  expect(at({}, 'darwin')).toBe(true)
  expect(at({ DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' })).toBe(false)
  expect(hasDesktop({ environment: { DISPLAY: ':0' }, platform: 'linux', terminal: false })).toBe(false)
})
