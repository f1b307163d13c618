// CheckUriPattern: what is wrong with a URI pattern in the settings, said to who wrote it.

import type { Dict } from '../protocol/dict.ts'
import { describe } from '../protocol/options.ts'
import { isUri, type MatchPolicy } from '../protocol/uri.ts'

const MATCHES: readonly unknown[] = ['exact', 'prefix', 'wildcard']

/** @throws {TypeError} that names the key and what it must be. */
export function checkUriPattern({ uri, match = 'exact' }: Dict, where: string): void {
  if (!MATCHES.includes(match)) throw wrong(`${where}.match`, `one of ${MATCHES.join(', ')}`, match)
  if (typeof uri !== 'string' || !isUri(uri, 'loose', match as MatchPolicy)) {
    throw wrong(`${where}.uri`, `a URI for ${match} matching`, uri)
  }
}

/** Says what a setting must be, and what it is. */
export function wrong(where: string, is: string, value: unknown): TypeError {
  return new TypeError(`${where} must be ${is}, and is ${describe(value)}`)
}
