import { isMeantimeError } from '@meantime/core'
import { expect, test } from 'vitest'
import { isExcluded, privacyRules } from '../../src/privacy/rules.js'

const open = (app: string | undefined, title: string | undefined) => ({ app, title, area: undefined, focused: true })
const apps = (...patterns: string[]) => privacyRules({ apps: patterns })
const titles = (...patterns: string[]) => privacyRules({ titles: patterns })

test('a pattern without wildcards is looked for anywhere, in any case', () => {
  expect(isExcluded(apps('keepass'), open('org.KeePassXC.KeePassXC', 'x'))).toBe(true)
  expect(isExcluded(apps('KEEPASS'), open('keepassxc', 'x'))).toBe(true)
  expect(isExcluded(apps('keepass'), open('editor', 'keepass'))).toBe(false)
})

test('a pattern with wildcards is the whole text', () => {
  expect(isExcluded(titles('*private browsing*'), open('firefox', 'News — Private Browsing — Mozilla'))).toBe(true)
  expect(isExcluded(titles('bank*'), open('firefox', 'My bank'))).toBe(false)
  expect(isExcluded(titles('bank*'), open('firefox', 'Bank of things'))).toBe(true)
  expect(isExcluded(titles('b?nk'), open('firefox', 'bunk'))).toBe(true)
  expect(isExcluded(titles('b?nk'), open('firefox', 'bnk'))).toBe(false)
  expect(isExcluded(titles('*a*b*c'), open('firefox', 'xxaxxbxxc'))).toBe(true)
  expect(isExcluded(titles('*a*b*c'), open('firefox', 'xxbxxaxxc'))).toBe(false)
})

test('brackets, dots and other signs mean themselves', () => {
  expect(isExcluded(titles('[draft] a.b+c'), open('', 'my [Draft] a.b+c'))).toBe(true)
  expect(isExcluded(titles('a.b'), open('', 'axb'))).toBe(false)
})

test('invisible characters, other spaces and wide letters hide nothing', () => {
  expect(isExcluded(apps('microsoft edge'), open('Microsoft\u200b Edge', ''))).toBe(true)
  expect(isExcluded(titles('my bank'), open('', 'my\u00a0\n bank'))).toBe(true)
  expect(isExcluded(titles('bank'), open('', 'ｂａｎｋ'))).toBe(true)
})

test('an app or a title that is not known counts as excluded when there are patterns for it', () => {
  expect(isExcluded(apps('x'), open(undefined, 'notes'))).toBe(true)
  expect(isExcluded(titles('x'), open('editor', undefined))).toBe(true)
  expect(isExcluded(titles('x'), open(undefined, 'notes'))).toBe(false)
  expect(isExcluded(titles('x'), open('editor', ''))).toBe(false)
})

test.each(['', '   ', '\u200b', '*', '?', '* *', 'x'.repeat(201)])('refuses %j, in words', (bad) => {
  try {
    privacyRules({ titles: [bad] })
    expect.unreachable()
  } catch (error) {
    expect(isMeantimeError(error, 'BAD_EXCLUSION')).toBe(true)
    expect((error as Error).message).toContain('exclusion')
  }
})

test('a title made to be slow to compare is compared at once', () => {
  const title = 'ab'.repeat(50_000)
  expect(isExcluded(titles(`*${'a*'.repeat(90)}x`), open('', title))).toBe(false)
})
