// Tally: what the guests of the soak did, and what was refused to them.

export class Tally {
  readonly #done = new Map<string, number>()
  readonly #refused = new Map<string, number>()

  did(what: string): void {
    this.#done.set(what, (this.#done.get(what) ?? 0) + 1)
  }

  /** Runs `task`; what it rejects with is counted by its WAMP error, for guests come and go under each other. */
  async tries(what: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task()
      this.did(what)
    } catch (error) {
      const { error: uri, message } = error as { error?: string; message?: string }
      const why = `${what}: ${uri ?? message}`
      this.#refused.set(why, (this.#refused.get(why) ?? 0) + 1)
    }
  }

  done(): string {
    return text(this.#done)
  }

  refused(): string {
    return text(this.#refused)
  }
}

function text(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, count]) => `${count} ${what}`).join(', ')
}
