import { describe, expect, it } from 'vitest'
import { BUGS } from '../../src/problem-texts/bugs.js'
import { TELLS_MORE } from '../../src/renderer/i18n/agent-words.js'
import { en } from '../../src/renderer/i18n/en/index.js'
import { languageFor, localeFor } from '../../src/renderer/i18n/languages.js'
import { ru } from '../../src/renderer/i18n/ru/index.js'
import { agentCodes, skipReasons } from '../support/agent-codes.js'

const FORMS = /_(zero|one|two|few|many|other)$/

function texts(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : texts(value as object, `${path}${key}.`),
  )
}

const bases = (all: readonly [string, string][]): Set<string> => new Set(all.map(([key]) => key.replace(FORMS, '')))
/** `count` decides the form; a form may do without it: “Entry deleted”. */
const holes = (text: string): string[] =>
  [...text.matchAll(/{{(\w+)/g)].flatMap(([, name = '']) => (name === 'count' ? [] : [name])).sort()
const words = (text: string): string => text.replace(/{{[^}]*}}/g, '')

describe('the texts', () => {
  const english = texts(en)
  const russian = texts(ru)

  it('are there in both languages', () => {
    expect([...bases(russian)].sort()).toEqual([...bases(english)].sort())
    expect(english.length).toBeGreaterThan(400)
  })

  it('have every plural form that their language needs', () => {
    for (const [language, all] of [
      ['en', english],
      ['ru', russian],
    ] as const) {
      const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort()
      const counted = new Set(all.filter(([key]) => FORMS.test(key)).map(([key]) => key.replace(FORMS, '')))
      expect(counted.size).toBeGreaterThan(10)
      for (const base of counted) {
        const forms = all.filter(([key]) => key.replace(FORMS, '') === base).map(([key]) => FORMS.exec(key)?.[1])
        expect(forms.sort(), `${language}: ${base}`).toEqual(needed)
      }
    }
  })

  it('name the same values', () => {
    const inEnglish = new Map(english)
    for (const [key, text] of russian) {
      const same = inEnglish.get(key) ?? inEnglish.get(key.replace(FORMS, '_other')) ?? ''
      expect(holes(text), key).toEqual(holes(same))
    }
  })

  it('are never empty, never without a translation, and have no straight quotation marks', () => {
    for (const [key, text] of [...english, ...russian]) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/["']/)
    }
    const latin = russian
      .filter(([, text]) => /[a-z]{3}/i.test(words(text)) && !/[а-яё]/i.test(text))
      .map(([key]) => key)
    expect(latin).toEqual(['app.name', 'settings.version', 'settings.versions'])
  })
})

describe('what the agent says', () => {
  /** Of calls that no window makes, of SQLite's own before they are put into words, and of a note that is no error. */
  const NEVER_HERE = ['LEGACY_PAYLOAD_UNREADABLE', 'LEGACY_TYPE_UNKNOWN', 'SQLITE_BUSY', 'SQLITE_CORRUPT']
  const NO_CODE = ['legacy-take-over']
  const codes = agentCodes()
  const texts = [...Object.keys(en.problems), ...Object.keys(en.sync.reasons)]

  it('has a text for every code that can reach the window', () => {
    const known = new Set([...texts, ...BUGS, ...NEVER_HERE, ...NO_CODE])
    expect([...codes].filter(([code]) => !known.has(code))).toEqual([])
    expect(codes.size).toBeGreaterThan(150)
  })

  it('has no text, and no exception, for a code that nobody gives any more', () => {
    const listed = [...texts, ...BUGS, ...TELLS_MORE, ...NEVER_HERE]
    expect(listed.filter((code) => !codes.has(code))).toEqual([])
    expect([...BUGS, ...NEVER_HERE].filter((code) => texts.includes(code))).toEqual([])
  })

  it('has a text for every reason for which a picture is not taken', () => {
    expect(Object.keys(en.screenshots.skipped)).toEqual(skipReasons())
    expect(skipReasons().length).toBeGreaterThan(20)
  })
})

describe('the language', () => {
  it('is the chosen one, else the first of the system that there are texts for, else English', () => {
    expect(languageFor('ru', ['en-US'])).toBe('ru')
    expect(languageFor('system', ['de-DE', 'ru-RU', 'en-US'])).toBe('ru')
    expect(languageFor('system', ['de-DE'])).toBe('en')
    expect(languageFor('klingon', ['ru'])).toBe('ru')
  })

  it('takes the habits of the system where they belong to it', () => {
    expect(localeFor('en', ['de-DE', 'en-US'])).toBe('en-US')
    expect(localeFor('en', ['ru-RU'])).toBe('en-GB')
    expect(localeFor('ru', ['en-US'])).toBe('ru-RU')
  })
})
