import { createInstance } from 'i18next'
import { expect, it } from 'vitest'
import { captureView, type FurtherView } from '../../src/bridge/shapes.js'
import { createFormats } from '../../src/renderer/format/formats.js'
import { en } from '../../src/renderer/i18n/en/index.js'
import { ru } from '../../src/renderer/i18n/ru/index.js'
import { furtherWords } from '../../src/renderer/screens/screenshots/further-words.js'

const numbers = { interval: [5, 10], coolingOff: [0, 10], width: [3840, 1920], idle: [61, 5] } as const
const KINDS = captureView.shape.further.element.shape.kind.options
const EVERY_WAY: FurtherView[] = KINDS.map((kind) => {
  const [now, agreed] = kind in numbers ? numbers[kind as keyof typeof numbers] : []
  return { kind, ...(now === undefined ? {} : { now, agreed }), name: '*1*', words: `of ${kind}` }
})

async function said(lng: 'en' | 'ru') {
  const i18n = createInstance()
  const resources = { en: { translation: en }, ru: { translation: ru } }
  await i18n.init({ lng, resources, interpolation: { escapeValue: false } })
  return furtherWords(EVERY_WAY, i18n.t, createFormats(lng === 'en' ? 'en-GB' : 'ru-RU', 'UTC'))
}

it('each way in which settings show more than was agreed to is said in Russian, with its numbers', async () => {
  const words = await said('ru')
  expect(words.split('; ')).toHaveLength(KINDS.length)
  expect(words).not.toMatch(/[a-z]|\{/i)
  expect(words).toContain('между снимками — 5 минут, было 10 минут')
  expect(words).toContain('до отправки снимка — 0 минут, было 10 минут')
  expect(words).toContain('до перерыва — 1 час 1 минута, было 5 минут')
})

it('and in English', async () => {
  const words = await said('en')
  expect(words).toContain('one picture in 5 minutes instead of 10 minutes')
  expect(words).toContain('pictures are 3,840 pixels wide instead of 1,920')
})
