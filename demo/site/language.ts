// Language: the languages of the demo, and texts that are in each.

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** One text in each language. */
export type Translated = Readonly<Record<Language, string>>

/** The language that the page is in; English where there is no page. */
export function pageLanguage(): Language {
  return globalThis.document?.documentElement.lang === 'fr' ? 'fr' : 'en'
}

/** The text in the page's language. */
export function say(text: Translated): string {
  return text[pageLanguage()]
}
