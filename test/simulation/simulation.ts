// Simulation: one run, from a seed: a host, guests with applications, wires between them, and what goes wrong.

import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { Random } from '../fuzz/random.ts'
import { Application } from './application.ts'
import { type Fault, nextFault, type Plan, planOf } from './faults.ts'
import { Guest } from './guest.ts'
import { Host } from './host.ts'
import { Ledger } from './ledger.ts'
import { Tab, VirtualTime } from './virtual-time.ts'
import { type Kind, Wire, type WireEnd } from './wire.ts'

export interface Outcome {
  readonly seed: number
  readonly faults: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly trace: readonly string[]
}

/** A guest with its application, as the world sees it. */
interface Person {
  readonly name: string
  readonly guest: Guest
  readonly application: Application
  offlineUntil: number
  stalledUntil: number
  /** Left or crashed. */
  isGone: boolean
}

/** Bytes that may wait for somebody at any time: less than all that a run's applications have to say. */
const MOST_WAITING = 16 * 1024 * 1024
/** Guests at a time: more would make a run longer, and show little more. */
const MOST_GUESTS = 4
/** Milliseconds in which everything comes to rest once nothing goes wrong any more. */
const CALM = 60_000

export async function simulate(seed: number, { isTraced = false } = {}): Promise<Outcome> {
  const simulation = new Simulation(seed, isTraced)
  const uncaught = (error: unknown) => simulation.ledger.fault(`uncaught: ${(error as Error)?.stack ?? error}`)
  const random = new Random(seed ^ 0x5eed)
  const restore = simulation.time.install(() => random.next())
  process.on('unhandledRejection', uncaught)
  try {
    await simulation.run()
  } finally {
    restore()
    process.off('unhandledRejection', uncaught)
  }
  const { faults, counts, trace } = simulation.ledger
  return { seed, faults, counts, trace }
}

class Simulation {
  readonly time = new VirtualTime(error => this.ledger.fault(`thrown: ${(error as Error)?.stack ?? error}`))
  readonly ledger: Ledger
  readonly #random: Random
  readonly #network: Random
  readonly #plan: Plan
  readonly #people: Person[] = []
  readonly #wires: Wire[] = []
  readonly #world = new Tab('world')
  readonly #names: string[]
  #host: Host | undefined
  #hosts = 0
  #wired = 0

  constructor(seed: number, isTraced: boolean) {
    this.ledger = new Ledger(this.time, isTraced)
    this.#random = new Random(seed)
    this.#network = new Random(seed + 0x10000)
    this.#plan = planOf(this.#random)
    this.#names = Array.from({ length: this.#plan.guests }, (_, index) => `g${index + 1}`)
    this.ledger.say('world', `seed ${seed}: ${JSON.stringify(this.#plan)}`)
  }

  async run(): Promise<void> {
    this.#openHost()
    for (const name of this.#names) this.#welcome(name)
    await this.#goWrong()
    await this.#calm()
    this.#check()
    await this.#everybodyLeaves()
    this.ledger.count('steps', this.time.steps)
    this.ledger.count('seconds', Math.round(this.time.now / 1000))
  }

  get #present(): Person[] {
    return this.#people.filter(({ isGone }) => !isGone)
  }

  #openHost(): void {
    const tab = new Tab('host')
    const random = new Random(this.#random.below(2 ** 31))
    const host = new Host(tab, () => random.next(), this.ledger)
    this.#host = host
    this.#hosts++
    this.time.after(tab, 0, () =>
      this.ledger.promised(
        'host opens',
        host.open(),
        () => {},
        error => this.ledger.fault(`${error}`),
      ),
    )
    this.ledger.say('host', 'is open')
  }

  #welcome(name: string): void {
    const tab = new Tab(name)
    const { ledger } = this
    const serializer = this.#random.chance(0.8) ? msgpack : json
    const random = () => new Random(this.#random.below(2 ** 31))
    const guest: Guest = new Guest({
      tab,
      serializer,
      random: random(),
      ledger,
      wire: kind => this.#wire(kind, person),
      opened: () => application.opened(),
    })
    const application: Application = new Application({
      who: name,
      session: guest.session,
      random: random(),
      ledger,
      isHeavy: this.#plan.isHeavy,
      isQuiet: this.#random.chance(0.25),
      everybody: this.#names,
    })
    const person: Person = {
      name,
      guest,
      application,
      offlineUntil: 0,
      stalledUntil: Number.NEGATIVE_INFINITY,
      isGone: false,
    }
    this.#people.push(person)
    this.time.after(tab, this.#random.below(1_500), () => person.isGone || application.start())
  }

  #wire(kind: Kind, { guest, offlineUntil }: Person): WireEnd {
    const host = this.#host
    const wire = new Wire(kind, ++this.#wired, [guest.tab, host?.tab ?? this.#world], {
      time: this.time,
      random: this.#network,
    })
    this.#wires.push(wire)
    if (host === undefined || offlineUntil > this.time.now)
      wire.cut(this.#network.chance(0.7) ? 400 : undefined, undefined)
    else host.arrives(wire.far, guest.serializer)
    this.ledger.say(guest.tab.name, `opens ${kind} ${wire.number}`)
    return wire.near
  }

  async #goWrong(): Promise<void> {
    for (const end = this.#plan.time; this.time.now < end; ) {
      await this.time.pass(1 + this.#random.below(2 * this.#plan.pause))
      const people = this.#present
      if (people.length > 0) this.#befall(this.#random.pick(people), nextFault(this.#random, this.#plan))
      this.#checkMemory()
    }
  }

  #befall(person: Person, fault: Fault): void {
    const { guest, name } = person
    const { tab } = guest
    // One trouble at a time for a page.
    if (tab.frozen) return
    this.ledger.say('world', `${fault}: ${name}`)
    this.ledger.count(fault)
    const span = this.#random.below(this.#random.chance(0.7) ? 4_000 : 12_000)
    const happens: Record<Fault, () => void> = {
      cut: () => this.#cut(person),
      stall: () => this.#stall(person),
      upgrade: () => this.#inTab(person, () => guest.upgrade()),
      break: () => this.#break(person),
      freeze: () => this.#freeze(person, span),
      sleep: () => this.#sleep(person, span),
      doubt: () => this.#doubt(person),
      offline: () => this.#offline(person, span),
      crash: () => this.#crash(person),
      leave: () => this.#leave(person),
      arrive: () => this.#arrive(),
      'host restarts': () => this.#restartHost(),
    }
    happens[fault]()
  }

  /** Has it run in the tab of that person, as an event of its own. */
  #inTab({ guest: { tab } }: Person, act: () => void): void {
    this.time.after(tab, 0, act)
  }

  #wiresOf({ guest: { tab } }: Person): Wire[] {
    return this.#wires.filter(wire => wire.near.tab === tab && wire.isOpen)
  }

  #cut(person: Person): void {
    // What is just being opened is left alone where no session may be lost.
    const wires = this.#wiresOf(person).filter(({ kind }) => !this.#plan.isGentle || kind === person.guest.kind)
    const wire = wires[this.#random.below(wires.length)]
    wire?.cut(this.#random.below(1_500), this.#random.below(1_500))
  }

  #stall(person: Person): void {
    // Nor may one stall follow the other for so long that it comes to the same as a wire that is gone.
    if (this.#plan.isGentle && person.stalledUntil > this.time.now - 3_000) return
    const until = this.time.now + this.#random.below(this.#plan.isGentle ? 1_500 : 5_000)
    person.stalledUntil = until
    for (const wire of this.#wiresOf(person)) wire.stalledUntil = until
  }

  /** A wire goes dead, and at least one of its ends is not told. */
  #break(person: Person): void {
    const wires = this.#wiresOf(person)
    const wire = wires[this.#random.below(wires.length)]
    const told = () => (this.#random.chance(0.3) ? this.#random.below(3_000) : undefined)
    if (this.#random.chance(0.5)) wire?.cut(told(), undefined)
    else wire?.cut(undefined, told())
  }

  #freeze({ guest: { tab } }: Person, span: number): void {
    this.time.freeze(tab)
    this.time.after(this.#world, span, () => this.#thaw(tab))
  }

  #thaw(tab: Tab): void {
    if (!tab.frozen) return
    this.ledger.say('world', `thaw: ${tab.name}`)
    this.time.thaw(tab)
  }

  #sleep(person: Person, span: number): void {
    const { guest } = person
    this.#inTab(person, () => {
      guest.sleep()
      this.time.after(this.#world, 0, () => this.time.freeze(guest.tab))
    })
    this.time.after(this.#world, 1 + span, () => {
      this.time.after(guest.tab, 0, () => guest.wake())
      this.#thaw(guest.tab)
    })
  }

  #doubt({ guest }: Person): void {
    const host = this.#host
    if (host) this.time.after(host.tab, 0, () => host.doubts(guest.name))
  }

  #offline(person: Person, span: number): void {
    person.offlineUntil = this.time.now + span
    for (const wire of this.#wiresOf(person)) wire.cut(this.#random.below(500), this.#random.below(3_000))
  }

  #arrive(): void {
    const name = `g${this.#names.length + 1}`
    if (this.#present.length >= MOST_GUESTS) return
    this.#names.push(name)
    this.#welcome(name)
  }

  #crash(person: Person): void {
    const { guest, name } = person
    const host = this.#host
    guest.tab.dead = true
    person.isGone = true
    this.ledger.forget(name)
    this.ledger.state(name, 'crashed', 0)
    // A server closes what it carried for the guest; a peer connection falls silent.
    for (const wire of this.#wiresOf(person)) {
      wire.cut(undefined, wire.kind === 'relay' ? this.#random.below(1_500) : undefined)
    }
    if (host) this.#missed(guest, host)
  }

  /** The signaling server hears of it, and so the host: what the guest had is gone soon. */
  #missed({ name, session: { id } }: Guest, host: Host): void {
    const wasAlive = host.links.get(name)?.liveness === 'alive'
    this.time.after(host.tab, this.#random.below(2_000), () => host.doubts(name))
    this.time.after(host.tab, 4_500, () => {
      if (wasAlive && this.ledger.present.has(id)) this.ledger.fault(`${name} crashed, and is still there`)
    })
  }

  #leave(person: Person): void {
    const { application, guest, name } = person
    person.isGone = true
    this.#inTab(person, () => {
      application.stop()
      this.ledger.promised(
        `${name} close`,
        guest.session.close(),
        () => {},
        error => this.ledger.fault(`${name}: ${error}`),
      )
    })
  }

  #restartHost(): void {
    const host = this.#host
    // Rare, for it takes everything with it.
    if (host === undefined || this.#hosts > 2) return
    host.tab.dead = true
    this.#host = undefined
    this.ledger.hostDied()
    for (const wire of this.#wires.filter(({ isOpen }) => isOpen)) {
      wire.cut(this.#random.chance(0.7) ? this.#random.below(3_000) : undefined, undefined)
    }
    this.time.after(this.#world, 200 + this.#random.below(4_000), () => this.#openHost())
  }

  /** Nothing goes wrong any more, nothing new is begun; all that was begun comes to its end. */
  async #calm(): Promise<void> {
    for (const person of this.#people) {
      person.offlineUntil = 0
      person.application.stop()
    }
    this.ledger.say('world', 'calm')
    // Until it is found out which wires have gone dead, everything may look well.
    await this.time.pass(6_000)
    await this.#until(() => this.#isAtRest)
    for (const person of this.#present) this.#inTab(person, () => person.application.finale())
    await this.time.pass(100)
    await this.#until(() => this.#isAtRest)
    await this.time.pass(3_000)
    for (const one of this.ledger.pending) this.ledger.fault(`never settled: ${one}`)
    for (const { guest, name } of this.#present) {
      const { link, session } = guest
      const state = `${session.state}, ${link?.liveness}, by ${guest.kind}`
      if (!this.#isWell(guest)) this.ledger.fault(`${name} is ${state}, though nothing is wrong any more`)
    }
  }

  async #until(condition: () => boolean): Promise<void> {
    for (const end = this.time.now + CALM; this.time.now < end && !condition(); ) await this.time.pass(1_000)
  }

  get #isAtRest(): boolean {
    return this.ledger.pending.length === 0 && this.#present.every(({ guest }) => this.#isWell(guest)) && this.#isKnown
  }

  /** Whether the host's router has exactly the sessions that guests have. */
  get #isKnown(): boolean {
    const sessions = this.#present.map(({ guest }) => guest.session.id)
    return sessions.length === this.ledger.present.size && sessions.every(id => this.ledger.present.has(id))
  }

  #isWell({ session, link, name, tab }: Guest): boolean {
    const links = [link, this.#host?.links.get(name)]
    const isQuiet = links.every(one => one?.path && one.liveness === 'alive' && one.bufferedAmount === 0)
    return isQuiet && !tab.frozen && session.isOpen
  }

  #check(): void {
    this.ledger.events.check()
    this.ledger.calls.check()
    if (!this.#isKnown)
      this.ledger.fault(`the host has the sessions ${[...this.ledger.present]}, and guests have others`)
    if (!this.#plan.isGentle) return
    for (const name of this.#names) {
      const opened = this.ledger.openedBy(name)
      if (opened !== 1) this.ledger.fault(`${name} has had ${opened} sessions, though nothing was serious`)
    }
  }

  #checkMemory(): void {
    const links = [...(this.#host?.links.values() ?? []), ...this.#present.map(({ guest }) => guest.link)]
    const most = Math.max(0, ...links.map(link => link?.bufferedAmount ?? 0))
    if (most > MOST_WAITING) this.ledger.fault(`${most} bytes wait for somebody`)
  }

  async #everybodyLeaves(): Promise<void> {
    for (const person of this.#present) this.#leave(person)
    await this.time.pass(10_000)
    const host = this.#host
    if (host === undefined) return this.ledger.fault('nobody hosts')
    for (const left of await this.#stateOf(host)) this.ledger.fault(`left behind: ${left}`)
    this.time.after(host.tab, 0, () => host.close())
    await this.time.pass(5_000)
    const { router } = host
    if (router.size > 0 || router.realms.length > 0)
      this.ledger.fault(`${router.size} links are left in ${router.realms}`)
    for (const tab of [host.tab, ...this.#people.map(({ guest }) => guest.tab)]) {
      if (!tab.dead && tab.timers > 0) this.ledger.fault(`${tab.timers} timers are left in ${tab.name}`)
    }
  }

  /** What the host still has of anybody. */
  async #stateOf(host: Host): Promise<string[]> {
    let left: string[] = ['an answer of the router']
    this.time.after(host.tab, 0, () => void host.remains().then(remains => (left = remains)))
    await this.time.pass(1_000)
    return left
  }
}
