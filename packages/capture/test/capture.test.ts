import { CAPTURE_SOURCE, type CaptureSource, createApp } from '@meantime/core'
import { expect, test } from 'vitest'
import { capture } from '../src/index.js'
import { SETTINGS } from './support/scene.js'

const settings = { current: async () => SETTINGS }
const source = (name: string): CaptureSource => ({
  name,
  availability: async () => ({ ok: true }),
  capture: async () => ({ frames: [], windows: undefined, missed: [] }),
})

test('by itself it brings no source', () => {
  expect(createApp({ plugins: [capture({ settings })] }).all(CAPTURE_SOURCE)).toEqual([])
})

test('sources are listed in the order of preference, its own before those of other plugins', () => {
  const plugins = [
    capture({ settings, sources: [() => source('portal'), () => source('X11')] }),
    {
      name: 'another',
      register: (registry: Parameters<ReturnType<typeof capture>['register']>[0]) =>
        registry.contribute(CAPTURE_SOURCE, () => source('file')),
    },
  ]
  const names = createApp({ plugins })
    .all(CAPTURE_SOURCE)
    .map(({ name }) => name)
  expect(names).toEqual(['portal', 'X11', 'file'])
})
