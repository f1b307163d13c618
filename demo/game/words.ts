// Words: all that a person reads, in the language of the page.

import { pageLanguage } from '../site/language.ts'
import { ENGLISH, type Words } from './words-en.ts'
import { FRENCH } from './words-fr.ts'

export const words: Words = pageLanguage() === 'fr' ? FRENCH : ENGLISH

export type { Words }
