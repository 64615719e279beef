import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.js'
import type { Language } from './languages.js'

/** English is part of the first file, and stands in for a text that is missing; another language comes when it is chosen. */
export async function startTexts(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0])
  await speak(language)
  return i18next
}

export async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    const { ru } = await import('./ru/index.js')
    i18next.addResourceBundle('ru', 'translation', ru)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
