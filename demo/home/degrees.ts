// Degrees: a temperature as people read it, in the page's language.

import { pageLanguage } from '../site/language.ts'

/** `21.5 °C`, or `21,5 °C`, with a sign that is a minus. */
export function degrees(celsius: number, digits = 1): string {
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return `${celsius.toLocaleString(pageLanguage(), format).replace('-', '−')} °C`
}
