import { createApp } from '@meantime/core'
import { expect, test } from 'vitest'
import { CAPTURE_SOURCE, type CaptureSource, capture } from '../src/index.js'

const source = (name: string): CaptureSource => ({
  name,
  availability: async () => ({ ok: true }),
  capture: async () => ({ frames: [], windows: undefined, missed: [] }),
})

test('by itself it brings no source', () => {
  expect(createApp({ plugins: [capture()] }).all(CAPTURE_SOURCE)).toEqual([])
})

test('sources are listed in the order of preference, over several plugins', () => {
  const plugins = [
    capture({ sources: [() => source('portal'), () => source('X11')] }),
    capture({ sources: [() => source('file')] }),
  ]
  const names = createApp({ plugins })
    .all(CAPTURE_SOURCE)
    .map(({ name }) => name)
  expect(names).toEqual(['portal', 'X11', 'file'])
})
