// Ways: the paths of a resumable link, in the order in which they were taken: a later one is the better one.

import type { Path } from './path.ts'

/** A path in use. */
export interface Way {
  readonly path: Path
  /** The first frame that was sent by it when it was new: those before may be missing. Undefined: none was yet. */
  from: number | undefined
  /** The other side goes on by it. */
  resumed: boolean
  silent: boolean
}

/** Paths that may wait for the other side's word at a time. */
const MOST_WAITING = 4

export class Ways {
  #all: Way[] = []
  /** The one that the link goes by now. */
  current: Way | undefined

  get empty(): boolean {
    return this.#all.length === 0
  }

  get all(): readonly Way[] {
    return [...this.#all]
  }

  add(path: Path): Way {
    const way: Way = { path, from: undefined, resumed: false, silent: false }
    this.#all.push(way)
    return way
  }

  /** Whether it was there. */
  delete(way: Way): boolean {
    const size = this.#all.length
    this.#all = this.#all.filter(other => other !== way)
    if (way === this.current) this.current = undefined
    return this.#all.length < size
  }

  /** Those that were taken before this one. */
  before(way: Way): readonly Way[] {
    return this.#all.slice(0, this.#all.indexOf(way))
  }

  /** Whether a better one is in use already. */
  isPast(way: Way): boolean {
    return this.current !== undefined && this.#all.indexOf(way) < this.#all.indexOf(this.current)
  }

  /** The oldest of those that wait, where they are too many. */
  get surplus(): readonly Way[] {
    return this.#all.filter(way => way !== this.current).slice(0, -MOST_WAITING)
  }
}
