// Visitor: a guest in a browser, by data channel, whose page is opened, used, loaded again and closed.

import type { BrowserContext } from 'playwright'
import { Participant } from '../e2e/harness-participant.ts'
import type { Random } from '../fuzz/random.ts'
import { pause } from './pause.ts'
import type { Tally } from './tally.ts'

/** Milliseconds between two deeds, at most. */
const PACE = 6_000

export class Visitor {
  readonly #context: BrowserContext
  readonly #invite: string
  readonly #random: Random
  readonly #tally: Tally
  #page: Participant | undefined

  constructor(context: BrowserContext, { invite, random, tally }: { invite: string; random: Random; tally: Tally }) {
    this.#context = context
    this.#invite = invite
    this.#random = random
    this.#tally = tally
  }

  /** Comes and goes until `signal` aborts; then its page is closed. */
  async wander(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#random.below(PACE), signal)
      if (!signal.aborted) await this.#deed()
    }
    await this.#close()
  }

  #deed(): Promise<void> {
    const page = this.#page
    if (!page) return this.#tally.tries('opened a page', () => this.#open())
    const [what, deed] = this.#random.pick<readonly [string, () => Promise<unknown>]>([
      ['used a page', () => use(page, this.#random.below(10))],
      ['used a page', () => use(page, this.#random.below(10))],
      ['reloaded a page', () => reload(page)],
      ['closed a page', () => this.#close()],
    ])
    return this.#tally.tries(what, deed)
  }

  async #open(): Promise<void> {
    const page = await Participant.open(this.#context, {
      before: 'globalThis.__name ??= value => value',
      problem: problem => problem.startsWith('thrown') && this.#tally.did(problem),
    })
    this.#page = page
    await page.goto(this.#invite)
    await page.until('open')
  }

  async #close(): Promise<void> {
    const page = this.#page
    this.#page = undefined
    await page?.page.close({ runBeforeUnload: true })
  }
}

async function reload(page: Participant): Promise<void> {
  await page.reload()
  await page.until('open')
}

/** Listens, publishes and calls. */
function use(page: Participant, number: number): Promise<void> {
  return page.run(async ({ session }, subject) => {
    await session?.subscribe(subject, () => {})
    await session?.publish(subject, ['x'.repeat(64)], {}, { acknowledge: true })
    await session?.call('wamp.session.count')
  }, `com.soak.subject${number}`)
}
