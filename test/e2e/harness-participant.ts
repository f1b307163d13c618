// A participant: one page with a <wamp-session>, driven and read from a test.

import type { BrowserContext, Page } from 'playwright'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
import type { Transport } from '../../src/host/dial.ts'

/** Milliseconds that a state may take to come before a test fails: generous, for machines are shared. */
export const PATIENCE = 30_000

/** An event as a page got it. */
export interface Heard {
  readonly topic: string
  readonly args: readonly unknown[]
  readonly kwargs: Readonly<Record<string, unknown>>
}

interface Setup {
  readonly before: string | undefined
  problem(problem: string): void
}

declare global {
  /** Of a test's page: the events it got, in order. */
  var heard: Heard[]
  /** Of a test's page: the states its first session element went through, each with what it said. */
  var states: { state: string; error: string | undefined }[]
}

/** Keeps what the page hears and goes through, from before its first script. */
const RECORDER = `globalThis.heard = []
globalThis.states = []
document.addEventListener('wamp-state', ({ target: { state, error } }) => {
  const last = states.at(-1)
  if (last?.state !== state || last?.error !== error?.message) states.push({ state, error: error?.message })
})`

export class Participant {
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
  }

  static async open(context: BrowserContext, { before, problem }: Setup): Promise<Participant> {
    const page = await context.newPage()
    page.on('pageerror', error => problem(`thrown: ${error.stack ?? error.message}`))
    page.on('console', message => message.type() === 'error' && problem(`console: ${message.text()}`))
    await page.addInitScript(RECORDER)
    if (before !== undefined) await page.addInitScript(before)
    return new Participant(page)
  }

  /** Opens an address; the element is there when it resolves. */
  async goto(url: string): Promise<void> {
    await this.page.goto(url)
    await this.defined()
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.defined()
  }

  async defined(): Promise<void> {
    await this.page.evaluate(() => customElements.whenDefined('wamp-session').then(() => {}))
  }

  /** Runs `task` in the page, with its first session element. It sees nothing of the test but `argument`. */
  run<T, A = undefined>(task: (element: WampSessionElement, argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    const [source, given] = [`(${task})`, argument as A]
    return this.page.evaluate(
      // biome-ignore lint/security/noGlobalEval: the test's own function, as text
      ([code, value]) => globalThis.eval(code as string)(document.querySelector('wamp-session'), value),
      [source, given] as const,
    )
  }

  /** Resolves when `condition` holds in the page; it cannot wait. `within`: milliseconds. */
  async when<A = undefined>(
    condition: (element: WampSessionElement, argument: A) => unknown,
    argument?: A,
    within = PATIENCE,
  ): Promise<void> {
    await this.page.waitForFunction(
      // biome-ignore lint/security/noGlobalEval: the test's own function, as text
      ([code, value]) => globalThis.eval(code as string)(document.querySelector('wamp-session'), value),
      [`(${condition})`, argument as A] as const,
      { polling: 20, timeout: within },
    )
  }

  /** Resolves when the session has this state. */
  until(state: string): Promise<void> {
    return this.when((element, wanted) => element.state === wanted, state)
  }

  /** Resolves when the session's link goes by this way: a guest begins by relay, and moves when a data channel opens. */
  goesBy(transport: Transport): Promise<void> {
    return this.when((element, wanted) => element.transport === wanted, transport)
  }

  /** What the element shows. */
  shown() {
    return this.run(({ state, role, transport, waiting, error, session }) => {
      return { state, role, transport, waiting, error: error?.message, id: session?.id ?? 0 }
    })
  }

  invite(): Promise<string> {
    return this.run(({ invite }) => invite ?? '')
  }

  plainUrl(): Promise<string> {
    return this.run(({ plainUrl }) => plainUrl ?? '')
  }

  sessionId(): Promise<number> {
    return this.run(({ session }) => session?.id ?? 0)
  }

  /** A call's result; where it fails, `{ error, args }` as the caller gets them. */
  call(procedure: string, args: unknown[] = [], kwargs: Record<string, unknown> = {}): Promise<unknown> {
    return this.run(
      async ({ session }, call) => {
        try {
          return await session?.call(call.procedure, call.args, call.kwargs)
        } catch (thrown) {
          const { error, args: details } = thrown as { error?: string; args?: unknown[] }
          return { error, args: details }
        }
      },
      { procedure, args, kwargs },
    )
  }

  /** Subscribes; events go to {@link heard}. */
  subscribe(topic: string): Promise<void> {
    return this.run(async ({ session }, wanted) => {
      await session?.subscribe(
        wanted,
        (args, kwargs) => void heard.push({ topic: wanted, args, kwargs: { ...kwargs } }),
      )
    }, topic)
  }

  /** Publishes and waits until the broker has it. */
  publish(topic: string, args: unknown[] = [], kwargs: Record<string, unknown> = {}): Promise<void> {
    return this.run(
      async ({ session }, event) => {
        await session?.publish(event.topic, event.args, event.kwargs, { acknowledge: true })
      },
      { topic, args, kwargs },
    )
  }

  heard(): Promise<Heard[]> {
    return this.page.evaluate(() => heard)
  }

  /** Resolves when an event of `topic` came whose first argument is `first`. */
  hears(topic: string, first?: unknown, within?: number): Promise<void> {
    return this.when(
      (_, wanted) =>
        heard.some(
          event =>
            event.topic === wanted.topic &&
            (wanted.first === undefined || JSON.stringify(event.args[0]) === JSON.stringify(wanted.first)),
        ),
      { topic, first },
      within,
    )
  }
}
