// A vitest reporter that ends a run with one plain line: `N passed, N failed`, and `, N skipped` when any were.

import type { Reporter, TestModule } from 'vitest/node'

export class ClosingLine implements Reporter {
  #line: string | undefined

  onInit(): void {
    // The other reporters write their summary when the run ends: this line comes after all of theirs.
    process.once('exit', () => this.#line && console.log(this.#line))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      count.failed += module.errors().length
    }
    const skipped = count.skipped + count.pending
    this.#line = `${count.passed} passed, ${count.failed} failed${skipped ? `, ${skipped} skipped` : ''}`
  }
}
