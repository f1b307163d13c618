// Campaign: many cases against one target. What is accepted joins the corpus, so that mutants lead on to mutants.

import { type Outcome, runCase, signature } from './case.ts'
import { mutant } from './mutations.ts'
import type { Random } from './random.ts'
import type { Target } from './target.ts'

/** Members of a corpus, so that a long run does not fill the memory; the honest ones stay. */
const LARGEST_CORPUS = 2_000
const LARGEST_MEMBER = 4_096
/** Milliseconds that making a reproducer shorter may take. */
const SHORTENING = 10_000

export interface Finding {
  readonly target: string
  readonly error: Error
  /** The shortest bytes known to show it. */
  readonly bytes: Uint8Array
}

export class Campaign {
  readonly target: Target
  readonly findings = new Map<string, Finding>()
  readonly counts = { cases: 0, accepted: 0, refused: 0, slowest: 0 }
  readonly #random: Random
  readonly #corpus: Uint8Array[]
  readonly #watch: (target: Target, bytes: Uint8Array) => void

  /** @param watch told of each case before it runs, for when it never ends. */
  constructor(target: Target, random: Random, watch: (target: Target, bytes: Uint8Array) => void = () => {}) {
    this.target = target
    this.#random = random
    this.#corpus = [...target.corpus]
    this.#watch = watch
  }

  /** Runs cases until `enough` says so. The honest members of the corpus are the first ones. */
  async run(enough: () => boolean): Promise<void> {
    while (!enough()) {
      const { cases } = this.counts
      const honest = this.target.corpus[cases]
      await this.#one(honest ?? mutant(this.#random, { ...this.target, corpus: this.#corpus }))
    }
  }

  async #one(bytes: Uint8Array): Promise<void> {
    const start = performance.now()
    const outcome = await this.#outcome(bytes)
    this.counts.cases++
    this.counts.slowest = Math.max(this.counts.slowest, performance.now() - start)
    if (outcome instanceof Error) return this.#found(outcome, bytes)
    this.counts[outcome]++
    if (outcome === 'accepted' && bytes.length <= LARGEST_MEMBER) this.#keep(bytes)
  }

  #outcome(bytes: Uint8Array): Promise<Outcome> {
    this.#watch(this.target, bytes)
    return runCase(this.target, bytes)
  }

  #keep(bytes: Uint8Array): void {
    const honest = this.target.corpus.length
    if (this.#corpus.length < honest + LARGEST_CORPUS) this.#corpus.push(bytes)
    else this.#corpus[honest + this.#random.below(LARGEST_CORPUS)] = bytes
  }

  async #found(error: Error, bytes: Uint8Array): Promise<void> {
    const key = signature(error)
    if (this.findings.has(key)) return
    this.findings.set(key, { target: this.target.name, error, bytes })
    this.findings.set(key, { target: this.target.name, error, bytes: await this.#shortened(bytes, key) })
  }

  /** Leaves out parts of the bytes, large ones first, for as long as what is left shows the same. */
  async #shortened(bytes: Uint8Array, key: string): Promise<Uint8Array> {
    let shortest = bytes
    const end = performance.now() + SHORTENING
    for (let size = bytes.length; size > 1; ) {
      size = Math.ceil(size / 2)
      for (let at = 0; at < shortest.length && performance.now() < end; ) {
        const shorter = Uint8Array.from([...shortest.subarray(0, at), ...shortest.subarray(at + size)])
        const outcome = await this.#outcome(shorter)
        if (outcome instanceof Error && signature(outcome) === key) shortest = shorter
        else at += size
      }
    }
    return shortest
  }
}
