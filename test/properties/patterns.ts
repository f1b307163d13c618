// Which URIs a pattern selects, and which of several is the best: the specification's words once more, apart from the router's.

export type Match = 'exact' | 'prefix' | 'wildcard'

export interface Pattern {
  readonly uri: string
  readonly match: Match
}

export function matches({ uri, match }: Pattern, target: string): boolean {
  if (match === 'exact') return uri === target
  if (match === 'prefix') return target.startsWith(uri)
  const [components, others] = [uri.split('.'), target.split('.')]
  return components.length === others.length && components.every((one, index) => one === '' || one === others[index])
}

/** The pattern that a call of `target` goes to: exact, else the longest prefix, else the most literal wildcard [R-PAT-1]. */
export function best<P extends Pattern>(patterns: readonly P[], target: string): P | undefined {
  return patterns.filter(pattern => matches(pattern, target)).sort((a, b) => compare(rank(b), rank(a)))[0]
}

/** Compared element by element, the larger is the better. */
function rank({ uri, match }: Pattern): number[] {
  if (match === 'exact') return [2]
  if (match === 'prefix') return [1, uri.length]
  // How many components each literal portion has, the one before the first wildcard first.
  const portions = [0]
  for (const component of uri.split('.')) {
    if (component === '') portions.push(0)
    else portions[portions.length - 1] = (portions.at(-1) ?? 0) + 1
  }
  return [0, ...portions]
}

function compare(one: readonly number[], two: readonly number[]): number {
  for (let at = 0; at < Math.max(one.length, two.length); at++) {
    const difference = (one[at] ?? 0) - (two[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
