// Browser processes that tests take turns with: to start one costs more than many a test.

import type { Browser } from 'playwright'
import { test } from 'vitest'
import { type Engine, launch } from './harness-browsers.ts'

export class BrowserPool {
  readonly #idle: Browser[] = []

  /** A browser that nobody else has, without pages. */
  async take(engine: Engine): Promise<Browser> {
    const index = this.#idle.findIndex(browser => browser.browserType().name() === engine)
    return (index >= 0 && this.#idle.splice(index, 1)[0]) || launch(engine)
  }

  /** Takes a browser back. What was done in it ends with its contexts; one that has ended itself is not kept. */
  async give(browser: Browser): Promise<void> {
    await Promise.all(browser.contexts().map(context => context.close()))
    if (browser.isConnected()) this.#idle.unshift(browser)
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(browser => browser.close()))
  }
}

/** Tests, and what is around them, that have `browsers`: those of all files that run in this process. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what the fixture needs
export const withBrowsers = test.extend('browsers', { scope: 'worker' }, ({}, { onCleanup }) => {
  const pool = new BrowserPool()
  onCleanup(() => pool.close())
  return pool
})
