import { createInstance, type i18n as I18n } from 'i18next'
import { describe, expect, it } from 'vitest'
import { problemWords, reasonWords } from '../../src/renderer/i18n/agent-words.js'
import { en } from '../../src/renderer/i18n/en/index.js'
import { ru } from '../../src/renderer/i18n/ru/index.js'

async function speaking(lng: 'en' | 'ru'): Promise<I18n> {
  const i18n = createInstance()
  const resources = { en: { translation: en }, ru: { translation: ru } }
  await i18n.init({ lng, resources, interpolation: { escapeValue: false } })
  return i18n
}

const FUTURE = { code: 'TIME_IN_FUTURE', message: '10:30 is in the future.', safe: 'Nothing was changed.' }

describe('what the agent says, in the language of the window', () => {
  it('is Russian by its code, and the agent’s own sentences can be copied', async () => {
    expect(problemWords(FUTURE, await speaking('ru'))).toEqual({
      code: 'TIME_IN_FUTURE',
      message: 'Это время ещё не наступило.',
      safe: 'Ничего не изменилось.',
      hint: 'Выберите момент в прошлом.',
      detail: 'TIME_IN_FUTURE: 10:30 is in the future. Nothing was changed.',
    })
  })

  it('is in English the agent’s own where it tells more than the code, and says all the same what to do', async () => {
    const words = problemWords(FUTURE, await speaking('en'))
    expect(words).toMatchObject({ message: FUTURE.message, hint: 'Choose a moment that has passed.' })
    expect(words.detail).toBeUndefined()
  })

  it('is the agent’s own where the window does not know the code', async () => {
    for (const language of ['en', 'ru'] as const) {
      const i18n = await speaking(language)
      for (const code of ['OF_A_PLUGIN', 'time.IN_FUTURE', 'app:name', 'constructor', '']) {
        const said = { code, message: 'The moon is in the way.' }
        expect(problemWords(said, i18n), code).toEqual(said)
        expect(reasonWords(said, i18n), code).toEqual(said)
      }
    }
  })

  it('is one text for every mistake of ours, with which it was to be copied', async () => {
    const words = problemWords({ code: 'NOT_STARTED', message: 'Clock was not started.' }, await speaking('en'))
    expect(words).toMatchObject({
      message: en.problems.UNEXPECTED.what,
      detail: 'NOT_STARTED: Clock was not started.',
    })
  })

  it('tells why a task waits, also when the way to the server is the reason', async () => {
    const i18n = await speaking('ru')
    const unknown = { code: 'project-unknown', message: 'The server has no project “Garden”.' }
    expect(reasonWords(unknown, i18n)).toMatchObject({
      message: ru.sync.reasons['project-unknown'],
      detail: 'project-unknown: The server has no project “Garden”.',
    })
    expect(reasonWords(unknown, await speaking('en')).message).toBe(unknown.message)
    const timeout = { code: 'SERVER_TIMEOUT', message: 'The server did not answer in time.' }
    expect(reasonWords(timeout, i18n).message).toBe('Сервер не ответил вовремя.')
  })
})
