// Simulation: one run, from a seed: a host, guests with applications, wires between them, and what goes wrong.

import { Random } from '../fuzz/random.ts'
import { Faults } from './faults.ts'
import type { Host } from './host.ts'
import type { Ledger } from './ledger.ts'
import { nextFault } from './plan.ts'
import type { VirtualTime } from './virtual-time.ts'
import { World } from './world.ts'

export interface Outcome {
  readonly seed: number
  /** Rules that were broken, in sentences. */
  readonly faults: readonly string[]
  /** How often what happened. */
  readonly counts: Readonly<Record<string, number>>
  readonly trace: readonly string[]
}

/** Bytes that may wait for somebody at any time: less than all that a run's applications have to say. */
const MOST_WAITING = 16 * 1024 * 1024
/** Milliseconds in which everything comes to rest once nothing goes wrong any more. */
const CALM = 60_000

export async function simulate(seed: number, { isTraced = false } = {}): Promise<Outcome> {
  const world = new World(seed, isTraced)
  const uncaught = (error: unknown) => world.ledger.fault(`uncaught: ${(error as Error)?.stack ?? error}`)
  const random = new Random(seed ^ 0x5eed)
  const restore = world.time.install(() => random.next())
  process.on('unhandledRejection', uncaught)
  try {
    await new Simulation(world).run()
  } finally {
    restore()
    process.off('unhandledRejection', uncaught)
  }
  const { faults, counts, trace } = world.ledger
  return { seed, faults, counts, trace }
}

class Simulation {
  readonly #world: World
  readonly #time: VirtualTime
  readonly #ledger: Ledger
  readonly #faults: Faults

  constructor(world: World) {
    this.#world = world
    this.#time = world.time
    this.#ledger = world.ledger
    this.#faults = new Faults(world)
  }

  async run(): Promise<void> {
    this.#world.openHost()
    for (let guest = 0; guest < this.#world.plan.guests; guest++) this.#world.welcome()
    await this.#goWrong()
    await this.#calm()
    this.#check()
    await this.#everybodyLeaves()
    this.#ledger.count('steps', this.#time.steps)
    this.#ledger.count('seconds', Math.round(this.#time.now / 1000))
  }

  async #goWrong(): Promise<void> {
    for (const end = this.#world.plan.time; this.#time.now < end; ) {
      await this.#time.pass(1 + this.#world.random.below(2 * this.#world.plan.pause))
      const { present, random, plan } = this.#world
      if (present.length > 0) this.#faults.befall(random.pick(present), nextFault(random, plan))
      this.#checkMemory()
    }
  }

  /** Nothing goes wrong any more, nothing new is begun; all that was begun comes to its end. */
  async #calm(): Promise<void> {
    for (const person of this.#world.people) {
      person.offlineUntil = 0
      person.application.stop()
    }
    this.#ledger.say('world', 'calm')
    // Until it is found out which wires have gone dead, everything may look well.
    await this.#time.pass(6_000)
    await this.#until(() => this.#world.isAtRest)
    for (const person of this.#world.present) this.#world.inTab(person, () => person.application.finale())
    await this.#time.pass(100)
    await this.#until(() => this.#world.isAtRest)
    await this.#time.pass(3_000)
    for (const one of this.#ledger.pending) this.#ledger.fault(`never settled: ${one}`)
    for (const { guest, name } of this.#world.present) {
      const { link, session } = guest
      const state = `${session.state}, ${link?.liveness}, by ${guest.kind}`
      if (!this.#world.isWell(guest)) this.#ledger.fault(`${name} is ${state}, though nothing is wrong any more`)
    }
  }

  async #until(condition: () => boolean): Promise<void> {
    for (const end = this.#time.now + CALM; this.#time.now < end && !condition(); ) await this.#time.pass(1_000)
  }

  #check(): void {
    this.#ledger.events.check()
    this.#ledger.calls.check()
    if (!this.#world.isKnown)
      this.#ledger.fault(`the host has the sessions ${[...this.#ledger.present]}, and guests have others`)
    if (!this.#world.plan.isGentle) return
    for (const name of this.#world.names) {
      const opened = this.#ledger.openedBy(name)
      if (opened !== 1) this.#ledger.fault(`${name} has had ${opened} sessions, though nothing was serious`)
    }
  }

  #checkMemory(): void {
    const links = [...(this.#world.host?.links.values() ?? []), ...this.#world.present.map(({ guest }) => guest.link)]
    const most = Math.max(0, ...links.map(link => link?.bufferedAmount ?? 0))
    if (most > MOST_WAITING) this.#ledger.fault(`${most} bytes wait for somebody`)
  }

  async #everybodyLeaves(): Promise<void> {
    for (const person of this.#world.present) this.#faults.leave(person)
    await this.#time.pass(10_000)
    const host = this.#world.host
    if (host === undefined) return this.#ledger.fault('nobody hosts')
    for (const left of await this.#stateOf(host)) this.#ledger.fault(`left behind: ${left}`)
    this.#time.after(host.tab, 0, () => host.close())
    await this.#time.pass(5_000)
    const { router } = host
    if (router.size > 0 || router.realms.length > 0)
      this.#ledger.fault(`${router.size} links are left in ${router.realms}`)
    for (const tab of [host.tab, ...this.#world.people.map(({ guest }) => guest.tab)]) {
      if (!tab.dead && tab.timers > 0) this.#ledger.fault(`${tab.timers} timers are left in ${tab.name}`)
    }
  }

  /** What the host still has of anybody. */
  async #stateOf(host: Host): Promise<string[]> {
    let left: string[] = ['an answer of the router']
    this.#time.after(host.tab, 0, () => void host.remains().then(remains => (left = remains)))
    await this.#time.pass(1_000)
    return left
  }
}
