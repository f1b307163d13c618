// PassingMap: a Map of what comes and goes with every message.
//
// V8 links each table of a Map to the one that took its place. Once one of them has grown old, all that follow, and what
// was in them, count as referred to, until old memory is looked through: of every message some part would outlive it by
// seconds, and be moved twice meanwhile. So from time to time the Map itself is made anew.

/** Entries that are put in until then. */
const TERM = 1024

export class PassingMap<Key, Value> {
  #map = new Map<Key, Value>()
  #left = TERM

  get size(): number {
    return this.#map.size
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key)
  }

  has(key: Key): boolean {
    return this.#map.has(key)
  }

  set(key: Key, value: Value): void {
    if (--this.#left === 0) {
      this.#map = new Map(this.#map)
      this.#left = Math.max(TERM, this.#map.size)
    }
    this.#map.set(key, value)
  }

  delete(key: Key): boolean {
    return this.#map.delete(key)
  }

  clear(): void {
    this.#map = new Map()
    this.#left = TERM
  }

  /** Meanwhile others may go, and none may come. */
  keys(): Iterable<Key> {
    return this.#map.keys()
  }

  values(): Iterable<Value> {
    return this.#map.values()
  }

  entries(): Iterable<[Key, Value]> {
    return this.#map.entries()
  }
}
