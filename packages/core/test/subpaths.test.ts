import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sources = new URL('../src/', import.meta.url)

test('only day.ts loads temporal-polyfill, and the index does not load day.ts', () => {
  const loading = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /'temporal-polyfill|\/day\.js'/.test(readFileSync(new URL(file, sources), 'utf8')))
  expect(loading).toEqual(['domain/day.ts'])
})

test('the subpath @meantime/core/day points at what the build makes of day.ts', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(exports['./day']).toEqual({ types: './dist/domain/day.d.ts', default: './dist/domain/day.js' })
})

test('the subpath @meantime/core/zone points at what the build makes of system-zone.ts', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(exports['./zone']).toEqual({ types: './dist/system-zone.d.ts', default: './dist/system-zone.js' })
})
