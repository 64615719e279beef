export const LANGUAGES = ['en', 'ru'] as const
export type Language = (typeof LANGUAGES)[number]

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' }

const isLanguage = (text: string): text is Language => LANGUAGES.some((language) => language === text)

/** The chosen one, else the first of the system's that there are texts for. */
export function languageFor(chosen: string, system: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return system.map((tag) => tag.split('-')[0] ?? '').find(isLanguage) ?? 'en'
}

/**
 * How times and numbers look: the system's own habits (`en-US` or `en-GB`) where they belong to the language of the texts,
 * else those of the language itself.
 */
export const localeFor = (language: Language, system: readonly string[]): string =>
  system.find((tag) => tag.split('-')[0] === language) ?? { en: 'en-GB', ru: 'ru-RU' }[language]
