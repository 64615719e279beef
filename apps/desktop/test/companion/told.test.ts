import { expect, it } from 'vitest'
import type { StateView } from '../../src/bridge/shapes.js'
import { wordsFor } from '../../src/companion/words/words.js'
import { worthTelling } from '../../src/companion/worth-telling.js'
import { problems } from '../../src/problem-texts/ru/index.js'

const russian = wordsFor('ru', ['en-GB'])

it('a notice about a problem is in Russian where the app is, whichever problem it is', () => {
  for (const code of [...Object.keys(problems), 'NOT_STARTED']) {
    const words = russian.problem({ code, message: 'Said in English.', safe: 'Safe.', hint: 'Do it.' })
    expect(words, code).toMatch(/[а-я]/)
    expect(words, code).not.toMatch(/Said in English|Safe\.|Do it/)
  }
})

it('keeps the sentence of a problem that nobody here has words for', () => {
  for (const code of ['OF_A_PLUGIN', 'constructor', '']) {
    expect(russian.problem({ code, message: 'The moon is in the way.', hint: 'Wait.' })).toBe(
      'The moon is in the way. Wait.',
    )
  }
})

it('is the agent’s own in English, with what is safe and what to do', () => {
  const problem = { code: 'DISK_FULL', message: 'Full: /data.', safe: 'All is there.', hint: 'Make room.' }
  expect(wordsFor('en', []).problem(problem)).toBe('Full: /data. All is there. Make room.')
})

it('says in Russian why no pictures are taken any more', () => {
  const before = { offers: [], capture: {}, sync: { counts: { dead: 0 } }, account: null } as unknown as StateView
  const trouble = { code: 'NO_SCREEN', message: 'No screen is on.' }
  const [told] = worthTelling(before, { ...before, capture: { ...before.capture, trouble } }, russian, 'ru-RU')
  expect(told?.body).toContain(problems.NO_SCREEN.what)
})
