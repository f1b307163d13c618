// World: everybody in a run, the wires between them, and whoever hosts.

import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { Random } from '../fuzz/random.ts'
import { Application } from './application.ts'
import { Guest } from './guest.ts'
import { Host } from './host.ts'
import { Ledger } from './ledger.ts'
import { type Plan, planOf } from './plan.ts'
import { Tab, VirtualTime } from './virtual-time.ts'
import { type Kind, Wire, type WireEnd } from './wire.ts'

/** A guest with its application, and what it suffers from. */
export interface Person {
  readonly name: string
  readonly guest: Guest
  readonly application: Application
  offlineUntil: number
  /** When it was last frozen, asleep, or had its wires stalled. */
  stillUntil: number
  /** Left or crashed. */
  isGone: boolean
}

/** Guests at a time: more would make a run longer, and show little more. */
const MOST_GUESTS = 4

export class World {
  readonly time: VirtualTime = new VirtualTime(error =>
    this.ledger.fault(`thrown: ${(error as Error)?.stack ?? error}`),
  )
  readonly ledger: Ledger
  /** What everything is decided by but the network. */
  readonly random: Random
  readonly plan: Plan
  readonly people: Person[] = []
  /** Where what nobody's tab does is done. */
  readonly tab = new Tab('world')
  host: Host | undefined
  readonly #network: Random
  readonly #wires: Wire[] = []
  readonly #names: string[] = []

  constructor(seed: number, isTraced: boolean) {
    this.ledger = new Ledger(this.time, isTraced)
    this.random = new Random(seed)
    this.#network = new Random(seed + 0x10000)
    this.plan = planOf(this.random)
    this.ledger.say('world', `seed ${seed}: ${JSON.stringify(this.plan)}`)
  }

  /** Who has neither left nor crashed. */
  get present(): Person[] {
    return this.people.filter(({ isGone }) => !isGone)
  }

  /** Everybody who has ever been here. */
  get names(): readonly string[] {
    return this.#names
  }

  /** Wires that go, all or those of one guest. */
  wires(person?: Person): Wire[] {
    return this.#wires.filter(wire => wire.isOpen && (person === undefined || wire.near.tab === person.guest.tab))
  }

  /** Has it run in the tab of that person, as an event of its own. */
  inTab({ guest: { tab } }: Person, act: () => void): void {
    this.time.after(tab, 0, act)
  }

  openHost(): void {
    const { ledger } = this
    const host = new Host(new Tab('host'), this.#stream(), ledger)
    this.host = host
    const failed = (error: unknown) => ledger.fault(`the host did not open: ${error}`)
    this.time.after(host.tab, 0, () => ledger.promised('host open', host.open(), () => {}, failed))
    ledger.say('host', 'is open')
  }

  /** One more guest comes, if there is room. */
  welcome(): void {
    if (this.present.length >= MOST_GUESTS) return
    const name = `g${this.#names.length + 1}`
    this.#names.push(name)
    const person = this.#person(name)
    this.people.push(person)
    this.time.after(person.guest.tab, this.random.below(1_500), () => person.isGone || person.application.start())
  }

  /** Whether all is as it should be where nothing goes wrong: nothing is under way, and everybody knows who is there. */
  get isAtRest(): boolean {
    return this.ledger.pending.length === 0 && this.isKnown && this.present.every(({ guest }) => this.isWell(guest))
  }

  /** Whether the host's router has exactly the sessions that guests have. */
  get isKnown(): boolean {
    const sessions = this.present.map(({ guest }) => guest.session.id)
    return sessions.length === this.ledger.present.size && sessions.every(id => this.ledger.present.has(id))
  }

  isWell({ session, link, name, tab }: Guest): boolean {
    const links = [link, this.host?.links.get(name)]
    const isQuiet = links.every(one => one?.path && one.liveness === 'alive' && one.bufferedAmount === 0)
    return isQuiet && !tab.frozen && session.isOpen
  }

  #person(name: string): Person {
    const { random, ledger } = this
    const serializer = random.chance(0.8) ? msgpack : json
    const guest: Guest = new Guest({
      tab: new Tab(name),
      serializer,
      random: new Random(random.below(2 ** 31)),
      ledger,
      wire: kind => this.#wire(kind, person),
      opened: () => application.opened(),
    })
    const application: Application = new Application({
      who: name,
      session: guest.session,
      random: new Random(random.below(2 ** 31)),
      ledger,
      isHeavy: this.plan.isHeavy,
      isQuiet: random.chance(0.25),
      everybody: this.#names,
    })
    const person = { name, guest, application, offlineUntil: 0, stillUntil: Number.NEGATIVE_INFINITY, isGone: false }
    return person
  }

  #wire(kind: Kind, { guest, offlineUntil }: Person): WireEnd {
    const { host, time } = this
    const number = this.#wires.length + 1
    const wire = new Wire(kind, number, [guest.tab, host?.tab ?? this.tab], { time, random: this.#network })
    this.#wires.push(wire)
    this.ledger.say(guest.tab.name, `opens ${kind} ${number}`)
    if (host && offlineUntil <= time.now) host.arrives(wire.far, guest.serializer)
    // Nobody is there: the guest hears so, or nothing.
    else wire.cut(this.#network.chance(0.7) ? 400 : undefined, undefined)
    return wire.near
  }

  #stream(): () => number {
    const random = new Random(this.random.below(2 ** 31))
    return () => random.next()
  }
}
