// URI patterns as sets of URIs: which lie in one another, and which have a URI in common.

import type { MatchPolicy, Uri } from '../protocol/uri.ts'

/** A URI, or all URIs that a pattern matches. */
export interface UriPattern {
  readonly uri: Uri
  /** `exact` by default. */
  readonly match?: MatchPolicy | undefined
}

/**
 * Whether `outer` matches every URI that `inner` matches. An exact URI covers itself alone. A prefix covers what begins
 * with it, wildcard patterns too as far as they are literal from the left. A wildcard pattern covers those with as many
 * components that are as literal at least, and no prefix, for that matches URIs of any number of components.
 */
export function covers(outer: UriPattern, inner: UriPattern): boolean {
  switch (outer.match ?? 'exact') {
    case 'exact':
      return matchOf(inner) === 'exact' && inner.uri === outer.uri
    case 'prefix':
      return literalStart(inner).startsWith(outer.uri)
    case 'wildcard':
      return matchOf(inner) !== 'prefix' && sameComponents(outer.uri, inner.uri, one => one === '')
  }
}

/** Whether some URI matches both. */
export function overlaps(one: UriPattern, other: UriPattern): boolean {
  const policies = [matchOf(one), matchOf(other)]
  if (!policies.includes('prefix')) return sameComponents(one.uri, other.uri, (a, b) => a === '' || b === '')
  if (!policies.includes('wildcard')) {
    return covers(one, other) || covers(other, one)
  }
  return policies[0] === 'prefix' ? reaches(one.uri, other.uri) : reaches(other.uri, one.uri)
}

/** A wildcard pattern without an empty component is a URI. */
function matchOf({ uri, match = 'exact' }: UriPattern): MatchPolicy {
  return match === 'wildcard' && !uri.split('.').includes('') ? 'exact' : match
}

/** What every URI of a pattern begins with. */
function literalStart({ uri, match }: UriPattern): string {
  if (match !== 'wildcard') return uri
  const components = uri.split('.')
  const open = components.indexOf('')
  return open < 0
    ? uri
    : components
        .slice(0, open)
        .map(component => `${component}.`)
        .join('')
}

/** Whether two have as many components, each equal to its counterpart or let pass by `free`. */
function sameComponents(one: Uri, other: Uri, free: (one: string, other: string) => boolean): boolean {
  const theirs = other.split('.')
  const ours = one.split('.')
  return (
    ours.length === theirs.length &&
    ours.every((component, index) => component === theirs[index] || free(component, theirs[index] ?? ''))
  )
}

/** Whether some URI of a wildcard pattern begins with `prefix`. */
function reaches(prefix: string, wildcard: Uri): boolean {
  const begun = prefix.split('.')
  const last = begun.pop() ?? ''
  const components = wildcard.split('.')
  if (begun.length >= components.length) return false
  const begins = begun.every((component, index) => components[index] === '' || components[index] === component)
  const at = components[begun.length] ?? ''
  return begins && (at === '' || at.startsWith(last))
}
