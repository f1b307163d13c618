// Faults: what befalls guests, wires and hosts.

import type { Guest } from './guest.ts'
import type { Host } from './host.ts'
import type { Fault } from './plan.ts'
import type { Tab } from './virtual-time.ts'
import type { Person, World } from './world.ts'

/** Hosts of one run. */
const MOST_HOSTS = 3

export class Faults {
  readonly #world: World
  #hosts = 1

  constructor(world: World) {
    this.#world = world
  }

  befall(person: Person, fault: Fault): void {
    const { guest, name } = person
    const { tab } = guest
    // One trouble at a time for a page.
    if (tab.frozen || (this.#world.plan.isGentle && !this.#isGentle(person, fault))) return
    this.#world.ledger.say('world', `${fault}: ${name}`)
    this.#world.ledger.count(fault)
    const span = this.#span(fault)
    if (fault === 'stall' || fault === 'freeze' || fault === 'sleep') person.stillUntil = this.#world.time.now + span
    const happens: Record<Fault, () => void> = {
      cut: () => this.#cut(person),
      stall: () => this.#stall(person, span),
      upgrade: () => this.#world.inTab(person, () => guest.upgrade()),
      break: () => this.#break(person),
      freeze: () => this.#freeze(person, span),
      sleep: () => this.#sleep(person, span),
      doubt: () => this.#doubt(person),
      offline: () => this.#offline(person, span),
      crash: () => this.#crash(person),
      leave: () => this.leave(person),
      arrive: () => this.#world.welcome(),
      'host restarts': () => this.#restartHost(),
    }
    happens[fault]()
  }

  /** Milliseconds that it lasts. */
  #span(fault: Fault): number {
    const { random, plan } = this.#world
    if (plan.isGentle) return random.below(fault === 'stall' ? 1_500 : 2_500)
    return random.below(fault === 'stall' ? 5_000 : random.chance(0.7) ? 4_000 : 12_000)
  }

  /** Whether nobody's session can be lost by it: not where one stillness follows the other until it is too long. */
  #isGentle({ stillUntil }: Person, fault: Fault): boolean {
    return fault === 'cut' || fault === 'upgrade' || stillUntil < this.#world.time.now - 3_000
  }

  #cut(person: Person): void {
    // What is just being opened is left alone where no session may be lost.
    const wires = this.#world
      .wires(person)
      .filter(({ kind }) => !this.#world.plan.isGentle || kind === person.guest.kind)
    const wire = wires[this.#world.random.below(wires.length)]
    wire?.cut(this.#world.random.below(1_500), this.#world.random.below(1_500))
  }

  #stall(person: Person, span: number): void {
    for (const wire of this.#world.wires(person)) wire.stalledUntil = this.#world.time.now + span
  }

  /** A wire goes dead, and at least one of its ends is not told. */
  #break(person: Person): void {
    const wires = this.#world.wires(person)
    const wire = wires[this.#world.random.below(wires.length)]
    const told = () => (this.#world.random.chance(0.3) ? this.#world.random.below(3_000) : undefined)
    if (this.#world.random.chance(0.5)) wire?.cut(told(), undefined)
    else wire?.cut(undefined, told())
  }

  #freeze({ guest: { tab } }: Person, span: number): void {
    this.#world.time.freeze(tab)
    this.#world.time.after(this.#world.tab, span, () => this.#thaw(tab))
  }

  #thaw(tab: Tab): void {
    if (!tab.frozen) return
    this.#world.ledger.say('world', `thaw: ${tab.name}`)
    this.#world.time.thaw(tab)
  }

  #sleep(person: Person, span: number): void {
    const { guest } = person
    this.#world.inTab(person, () => {
      guest.sleep()
      this.#world.time.after(this.#world.tab, 0, () => this.#world.time.freeze(guest.tab))
    })
    this.#world.time.after(this.#world.tab, 1 + span, () => {
      this.#world.time.after(guest.tab, 0, () => guest.wake())
      this.#thaw(guest.tab)
    })
  }

  #doubt({ guest }: Person): void {
    const { host } = this.#world
    if (host) this.#world.time.after(host.tab, 0, () => host.doubts(guest.name))
  }

  #offline(person: Person, span: number): void {
    person.offlineUntil = this.#world.time.now + span
    for (const wire of this.#world.wires(person))
      wire.cut(this.#world.random.below(500), this.#world.random.below(3_000))
  }

  #crash(person: Person): void {
    const { guest, name } = person
    const { host } = this.#world
    guest.tab.dead = true
    person.isGone = true
    this.#world.ledger.forget(name)
    this.#world.ledger.state(name, 'crashed', 0)
    // A server closes what it carried for the guest; a peer connection falls silent.
    for (const wire of this.#world.wires(person)) {
      wire.cut(undefined, wire.kind === 'relay' ? this.#world.random.below(1_500) : undefined)
    }
    if (host) this.#missed(guest, host)
  }

  /** The signaling server hears of it, and so the host: what the guest had is gone soon. */
  #missed({ name, hasSlept, session: { id } }: Guest, host: Host): void {
    const wasAlive = host.links.get(name)?.liveness === 'alive' && !hasSlept
    this.#world.time.after(host.tab, this.#world.random.below(2_000), () => host.doubts(name))
    this.#world.time.after(host.tab, 4_500, () => {
      if (wasAlive && this.#world.ledger.present.has(id))
        this.#world.ledger.fault(`${name} crashed, and is still there`)
    })
  }

  leave(person: Person): void {
    const { application, guest, name } = person
    person.isGone = true
    this.#world.inTab(person, () => {
      application.stop()
      this.#world.ledger.promised(
        `${name} close`,
        guest.session.close(),
        () => {},
        error => this.#world.ledger.fault(`${name}: ${error}`),
      )
    })
  }

  #restartHost(): void {
    const { host } = this.#world
    // Rare, for it takes everything with it.
    if (host === undefined || this.#hosts >= MOST_HOSTS) return
    this.#hosts++
    host.tab.dead = true
    this.#world.host = undefined
    this.#world.ledger.hostDied()
    for (const wire of this.#world.wires()) {
      wire.cut(this.#world.random.chance(0.7) ? this.#world.random.below(3_000) : undefined, undefined)
    }
    this.#world.time.after(this.#world.tab, 200 + this.#world.random.below(4_000), () => this.#world.openHost())
  }
}
