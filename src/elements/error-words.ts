// Error words: what went wrong, for whoever looks at the page.

import { sentenceOf, WampError } from '../protocol/errors.ts'
import { wordsFor } from './words.ts'

const KNOWN: Readonly<Record<string, 'noSuchProcedure' | 'timedOut' | 'left'>> = {
  'wamp.error.no_such_procedure': 'noSuchProcedure',
  'wamp.error.timeout': 'timedOut',
  'wamp.error.canceled': 'left',
}

/** What the router says in its own words is said in the page's; what an application says, as it says it. */
export function errorWords(element: Element, error: Error): string {
  const word = error instanceof WampError ? KNOWN[error.error] : undefined
  return word ? wordsFor(element)[word] : sentenceOf(error)
}
