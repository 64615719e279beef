import { connect as connectTo, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { X11Windows } from '../../src/sources/x11/windows.js'

/** Between us and the X server, so that connections can be cut and held up. Display N listens on port 6000 + N. */
const wire = createServer((near) => {
  const far = connectTo(`/tmp/.X11-unix/X${(process.env.DISPLAY ?? '').replace(/^:|\..*$/g, '')}`)
  near.on('data', (data) => held || far.write(data))
  far.on('data', (data) => held || near.write(data))
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => undefined)
    one.on('close', () => other.destroy())
  }
  sockets.add(near)
  opened += 1
})
const sockets = new Set<Socket>()
let held = false
let opened = 0
let display = ''

beforeAll(async () => {
  for (let number = 300; display === ''; number += 1)
    await new Promise<void>((resolve) => {
      wire.once('error', () => resolve())
      wire.listen(6000 + number, '127.0.0.1', () => {
        display = `127.0.0.1:${number}`
        resolve()
      })
    })
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  wire.close()
})

const goOn = () => new AbortController().signal

test('one connection serves many lists, and a new one is made when it was cut', async () => {
  const windows = new X11Windows(display)
  const before = opened
  expect(await windows.now(goOn())).toContainEqual(expect.objectContaining({ focused: true }))
  expect(await windows.now(goOn())).toContainEqual(expect.objectContaining({ focused: true }))
  expect(opened - before).toBe(1)
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => setImmediate(resolve))
  // It may be noticed while the next list is made: that one is unknown, never a part of it.
  await windows.now(goOn()).catch(() => undefined)
  expect(await windows.now(goOn())).toContainEqual(expect.objectContaining({ focused: true }))
  expect(opened - before).toBe(2)
})

test('a server that says nothing is waited for until the signal, and asked anew the next time', async () => {
  const windows = new X11Windows(display)
  await windows.now(goOn())
  held = true
  const controller = new AbortController()
  const reason = new Error('stopped')
  const listed = windows.now(controller.signal)
  controller.abort(reason)
  await expect(listed).rejects.toBe(reason)
  held = false
  expect(await windows.now(goOn())).toContainEqual(expect.objectContaining({ focused: true }))
})

test('a connection that nobody asks anything does not keep the program', async () => {
  const before = process.getActiveResourcesInfo().sort()
  const windows = new X11Windows(process.env.DISPLAY ?? '')
  expect(await windows.now(goOn())).toBeDefined()
  await new Promise((resolve) => setImmediate(resolve))
  expect(process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap')).toEqual(
    before.filter((name) => name === 'PipeWrap'),
  )
})
