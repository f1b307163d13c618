// The interop suite: every scenario with every ordered pair of clients, at one router. What a client cannot do is said in
// abilities.ts; nothing else is left out.

import { afterAll, beforeAll, describe, test } from 'vitest'
import { Cast, PRESENT } from './cast.ts'
import type { ClientName } from './driver.ts'
import { Outcomes, obstacle, table } from './outcomes.ts'
import type { CrowdScenario, Pair, Scenario } from './scenario.ts'
import { FOR_ALL, FOR_PAIRS } from './scenarios/all.ts'

/** Milliseconds for one scenario with one pair: generous, for machines are shared. */
const PATIENCE = 20_000
/** For all pairs of a client; a scenario that fails names its pair before. */
const LIMIT = 3 * PATIENCE

/** Where the suite takes place. */
export interface InteropRouter {
  /** Resolves to the URL of a router with the users of users.ts, where everybody may do everything. */
  open(): Promise<string>
  close(): Promise<void>
}

/** Defines the suite's tests, and prints its table behind them. */
export function interop(router: InteropRouter): void {
  const stage = new Stage(router)
  beforeAll(() => stage.open(), LIMIT)
  afterAll(() => stage.close(), LIMIT)
  for (const scenario of [...FOR_PAIRS, ...FOR_ALL]) {
    const able = PRESENT.filter(client => !obstacle(scenario, client))
    // Without Autobahn|Python there is something that nobody can.
    describe.skipIf(able.length === 0)(scenario.name, () => {
      test.each(able)('%s', one => stage.play(scenario, one), LIMIT)
    })
  }
}

class Stage {
  readonly #router: InteropRouter
  readonly #outcomes = new Outcomes()
  #cast: Cast | undefined
  #uris = 0

  constructor(router: InteropRouter) {
    this.#router = router
  }

  async open(): Promise<void> {
    const cast = new Cast(await this.#router.open(), 'realm1')
    this.#cast = cast
    await Promise.all(PRESENT.flatMap(client => [cast.session(client, 'one'), cast.session(client, 'other')]))
  }

  async close(): Promise<void> {
    await this.#cast?.close()
    await this.#router.close()
    console.log(table([...FOR_PAIRS, ...FOR_ALL], (...of) => this.#outcomes.get(...of)))
  }

  /** Plays a scenario with `one` and all the others that can. */
  async play(scenario: Scenario | CrowdScenario, one: ClientName): Promise<void> {
    const others = PRESENT.filter(other => !obstacle(scenario, one, other))
    const failures =
      'runForAll' in scenario ? [await this.#crowd(scenario, one)] : await this.#pairs(scenario, one, others)
    const failed = failures.filter(failure => failure !== undefined)
    if (failed.length > 0) throw new Error(failed.join('\n'))
  }

  #crowd(scenario: CrowdScenario, one: ClientName): Promise<string | undefined> {
    return this.#attempt(scenario, { one, others: PRESENT }, async props => {
      const others = await Promise.all(PRESENT.map(client => this.#open.session(client, 'other')))
      await scenario.runForAll({ ...props, one: await this.#open.session(one, 'one'), others })
    })
  }

  async #pairs(scenario: Scenario, one: ClientName, others: readonly ClientName[]): Promise<(string | undefined)[]> {
    const play = (client: ClientName) =>
      this.#attempt(scenario, { one, others: [client] }, async props => {
        const other = await this.#open.session(client, 'other')
        await scenario.run({ ...props, one: await this.#open.session(one, 'one'), other })
      })
    if (!scenario.inTurn) return Promise.all(others.map(play))
    const failures = []
    for (const other of others) failures.push(await play(other))
    return failures
  }

  /** Resolves to a sentence about what failed. */
  async #attempt(
    { name }: { name: string },
    { one, others }: { one: ClientName; others: readonly ClientName[] },
    run: (props: Pick<Pair, 'uri' | 'join'>) => Promise<void>,
  ): Promise<string | undefined> {
    const cast = this.#open
    const uri = `com.interop.n${++this.#uris}`
    const [failure] = await Promise.allSettled([
      patiently(run({ uri, join: (client, credentials) => cast.join(client, credentials) })),
    ])
    for (const other of others) {
      this.#outcomes.add(name, { one, other }, failure.status === 'fulfilled' ? 'passed' : 'failed')
    }
    if (failure.status === 'fulfilled') return undefined
    return `with ${others.length > 1 ? 'all' : others[0]}: ${failure.reason?.message ?? failure.reason}`
  }

  get #open(): Cast {
    if (this.#cast === undefined) throw new Error('The router is not open.')
    return this.#cast
  }
}

/** Fails what does not end, so that it is named. */
async function patiently(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing more happened within ${PATIENCE / 1000} seconds`)), PATIENCE)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
