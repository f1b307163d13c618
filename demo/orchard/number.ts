// Numbers, as people of each language write them.

import { pageLanguage } from '../site/language.ts'

export const inEnglish = (number: number, digits = 2): string => String(Number(number.toFixed(digits)))
export const inFrench = (number: number, digits = 2): string => inEnglish(number, digits).replace('.', ',')

/** In the page's language. */
export const inWords = (number: number, digits = 2): string =>
  (pageLanguage() === 'fr' ? inFrench : inEnglish)(number, digits)
