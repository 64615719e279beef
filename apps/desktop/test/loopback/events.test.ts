import { request } from 'node:http'
import { expect, test, vi } from 'vitest'
import { openCarrier } from '../support/loopback.js'

test('a window that was let in is told what happens, and leaves nothing behind when it goes', async () => {
  const { port, letIn, own, tell, listeners } = await openCarrier()
  const headers = own(await letIn())
  let text = ''
  const sent = request({ host: '127.0.0.1', port, path: '/notices', headers })
  sent.on('response', (response) => {
    expect(response.headers['content-type']).toContain('text/event-stream')
    response.on('data', (chunk) => {
      text += String(chunk)
    })
    response.on('error', () => undefined)
  })
  sent.on('error', () => undefined)
  sent.end()
  await vi.waitFor(() => expect(listeners.size).toBe(1))
  tell({ kind: 'changed' })
  await vi.waitFor(() => expect(text).toContain('data: {"kind":"changed"}\n\n'))
  sent.destroy()
  await vi.waitFor(() => expect(listeners.size).toBe(0))
})

test('a stop ends the streams of all windows at once', async () => {
  const { carrier, port, letIn, own, listeners } = await openCarrier()
  const headers = own(await letIn())
  const closed = new Promise<void>((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path: '/notices', headers })
    sent.on('response', (response) => {
      response.on('error', () => undefined)
      response.on('close', resolve)
      response.resume()
    })
    sent.on('error', () => undefined)
    sent.end()
  })
  await vi.waitFor(() => expect(listeners.size).toBe(1))
  await carrier.stop()
  await closed
})
