// PatternMap: what is kept under URIs and patterns of URIs, and found by the URIs they match [wamp:pattern-based-registration].

import type { MatchPolicy, Uri } from '../protocol/uri.ts'

/** A component of wildcard patterns: what the patterns ending here keep, and what may follow. */
interface Node<T> {
  value: T | undefined
  readonly children: Map<string, Node<T>>
}

export class PatternMap<T> {
  readonly #exact = new Map<Uri, T>()
  readonly #prefix = new Map<Uri, T>()
  /** How many prefixes have which length: one lookup for each length finds all that match. Longest first. */
  #lengths: { readonly length: number; count: number }[] = []
  readonly #wildcard: Node<T> = { value: undefined, children: new Map() }

  get(match: MatchPolicy, uri: Uri): T | undefined {
    if (match === 'exact') return this.#exact.get(uri)
    if (match === 'prefix') return this.#prefix.get(uri)
    let node: Node<T> | undefined = this.#wildcard
    for (const component of uri.split('.')) node = node?.children.get(component)
    return node?.value
  }

  /** Keeps `value`; the same URI under another policy is another key. */
  set(match: MatchPolicy, uri: Uri, value: T): void {
    if (match === 'exact') this.#exact.set(uri, value)
    else if (match === 'wildcard') this.#setWildcard(uri, value)
    else {
      if (!this.#prefix.has(uri)) this.#countLength(uri.length, 1)
      this.#prefix.set(uri, value)
    }
  }

  delete(match: MatchPolicy, uri: Uri): void {
    if (match === 'exact') this.#exact.delete(uri)
    else if (match === 'wildcard') prune(this.#wildcard, uri.split('.'), 0)
    else if (this.#prefix.delete(uri)) this.#countLength(uri.length, -1)
  }

  /** The one value for `uri`: exact, else the longest prefix, else the wildcard most literal from the left [R-PAT-1]. */
  best(uri: Uri): T | undefined {
    const exact = this.#exact.get(uri)
    if (exact !== undefined) return exact
    for (const value of this.#prefixes(uri)) return value
    for (const value of wildcards(this.#wildcard, uri.split('.'), 0)) return value
    return undefined
  }

  /** Every value whose URI or pattern matches `uri` [R-PS-1]. */
  *all(uri: Uri): Generator<T> {
    const exact = this.#exact.get(uri)
    if (exact !== undefined) yield exact
    yield* this.#prefixes(uri)
    if (this.#wildcard.children.size > 0) yield* wildcards(this.#wildcard, uri.split('.'), 0)
  }

  *#prefixes(uri: Uri): Generator<T> {
    for (const { length } of this.#lengths) {
      const value = length <= uri.length ? this.#prefix.get(uri.slice(0, length)) : undefined
      if (value !== undefined) yield value
    }
  }

  #countLength(length: number, change: 1 | -1): void {
    const known = this.#lengths.find(entry => entry.length === length)
    if (known) known.count += change
    else this.#lengths = [...this.#lengths, { length, count: 1 }].sort((a, b) => b.length - a.length)
    if (known?.count === 0) this.#lengths = this.#lengths.filter(entry => entry !== known)
  }

  #setWildcard(uri: Uri, value: T): void {
    let node = this.#wildcard
    for (const component of uri.split('.')) {
      const next: Node<T> = node.children.get(component) ?? { value: undefined, children: new Map() }
      node.children.set(component, next)
      node = next
    }
    node.value = value
  }
}

/** Literal components come before wildcards at every place, so the most literal pattern from the left comes first. */
function* wildcards<T>(node: Node<T>, components: readonly string[], at: number): Generator<T> {
  const component = components[at]
  if (component === undefined) {
    if (node.value !== undefined) yield node.value
    return
  }
  const literal = node.children.get(component)
  if (literal) yield* wildcards(literal, components, at + 1)
  const any = component === '' ? undefined : node.children.get('')
  if (any) yield* wildcards(any, components, at + 1)
}

/** Removes a pattern, and every node that only led to it. */
function prune<T>(node: Node<T>, components: readonly string[], at: number): void {
  const component = components[at]
  if (component === undefined) {
    node.value = undefined
    return
  }
  const next = node.children.get(component)
  if (next === undefined) return
  prune(next, components, at + 1)
  if (next.value === undefined && next.children.size === 0) node.children.delete(component)
}
