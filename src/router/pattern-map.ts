// PatternMap: what is kept under URIs and patterns of URIs, and found by the URIs they match [wamp:pattern-based-registration].

import type { MatchPolicy, Uri } from '../protocol/uri.ts'
import { childAt, type SequenceNode, SequenceTree } from './sequence-tree.ts'

/** A wildcard pattern, component by component; an empty one matches any. */
type Components = readonly string[]

export class PatternMap<T> {
  readonly #kept: Readonly<Record<MatchPolicy, Map<Uri, T>>> = {
    exact: new Map(),
    prefix: new Map(),
    wildcard: new Map(),
  }
  readonly #prefixes = new SequenceTree<Uri, T>('')
  readonly #wildcards = new SequenceTree<Components, T>([])

  get(match: MatchPolicy, uri: Uri): T | undefined {
    return this.#kept[match].get(uri)
  }

  /** Keeps `value`; the same URI under another policy is another key. */
  set(match: MatchPolicy, uri: Uri, value: T): void {
    this.#kept[match].set(uri, value)
    if (match === 'prefix') this.#prefixes.set(uri, value)
    if (match === 'wildcard') this.#wildcards.set(uri.split('.'), value)
  }

  delete(match: MatchPolicy, uri: Uri): void {
    if (!this.#kept[match].delete(uri)) return
    if (match === 'prefix') this.#prefixes.delete(uri)
    if (match === 'wildcard') this.#wildcards.delete(uri.split('.'))
  }

  /** The one value for `uri`: exact, else the longest prefix, else the wildcard most literal from the left [R-PAT-1]. */
  best(uri: Uri): T | undefined {
    return this.#kept.exact.get(uri) ?? this.#matchingPrefixes(uri).at(-1) ?? this.#matchingWildcards(uri, 1)[0]
  }

  /** Every value whose URI or pattern matches `uri` [R-PS-1]. */
  all(uri: Uri): T[] {
    const exact = this.#kept.exact.get(uri)
    const patterns = [...this.#matchingPrefixes(uri), ...this.#matchingWildcards(uri)]
    return exact === undefined ? patterns : [exact, ...patterns]
  }

  /** The longest last. */
  #matchingPrefixes(uri: Uri): T[] {
    const found: T[] = []
    let node: SequenceNode<Uri, T> | undefined = this.#prefixes.root
    for (let at = 0; node; node = childAt(node, uri, at)) {
      const end = at + node.part.length
      // To compare slices takes a tenth of the time that `startsWith` takes.
      if (uri.slice(at, end) !== node.part) break
      if (node.value !== undefined) found.push(node.value)
      at = end
    }
    return found
  }

  /** The most literal from the left first, and no more than `most`. */
  #matchingWildcards(uri: Uri, most = Number.POSITIVE_INFINITY): T[] {
    const found: T[] = []
    if (this.#kept.wildcard.size > 0) search(this.#wildcards.root, uri.split('.'), 0, { found, most })
    return found
  }
}

/** Looks through the patterns that begin as those of `node` do, which match what is in front of `at`. */
function search<T>(
  node: SequenceNode<Components, T>,
  components: Components,
  at: number,
  into: { readonly found: T[]; readonly most: number },
): void {
  const end = at + node.part.length
  if (end > components.length) return
  for (let index = at; index < end; index++) {
    const component = node.part[index - at]
    if (component !== '' && component !== components[index]) return
  }
  if (end === components.length && node.value !== undefined) into.found.push(node.value)
  const literal = childAt(node, components, end)
  if (literal) search(literal, components, end, into)
  if (into.found.length >= into.most) return
  const open = node.children?.get('')
  if (open && open !== literal) search(open, components, end, into)
}
