// URIs and URI patterns [wamp:uris].

export type Uri = string

/** How the URI of a subscription or registration selects [wamp:pattern-based-subscription]. */
export type MatchPolicy = 'exact' | 'prefix' | 'wildcard'
/** `loose` is what every peer must accept, `strict` what the specification recommends [R-URI-2, R-URI-3]. */
export type UriRule = 'loose' | 'strict'

// Control characters serve nobody, and JSON has no form for text that starts with NUL.
// Both tables say what must not occur. To match what may, component by component, would let a peer exhaust the stack
// of the regular expression engine with a URI of some million components.
const FOREIGN: Record<UriRule, RegExp> = { loose: /[\s#\p{Cc}]/u, strict: /[^0-9a-z_.]/ }
/** Where components are empty and must not be. */
const EMPTY: Record<MatchPolicy, RegExp | undefined> = {
  exact: /^$|^\.|\.\.|\.$/,
  prefix: /^\.|\.\./,
  wildcard: undefined,
}

/** Characters of the longest URI: long ones serve nobody, and a router keeps them. */
const MAX_URI = 2_048
/** Components of the longest wildcard pattern: each is a place where the search for who matches may fork. */
const MAX_COMPONENTS = 32

/** Whether `uri` is valid: not too long, no component empty, or for a pattern only those that its policy leaves open. */
export function isUri(uri: Uri, rule: UriRule = 'loose', match: MatchPolicy = 'exact'): boolean {
  if (uri.length > MAX_URI || FOREIGN[rule].test(uri) || EMPTY[match]?.test(uri)) return false
  return match !== 'wildcard' || uri.split('.').length <= MAX_COMPONENTS
}

/** Whether `uri` lies in the namespace that WAMP keeps for itself [R-URI-4]. */
export function isReserved(uri: Uri): boolean {
  return uri === 'wamp' || uri.startsWith('wamp.')
}
