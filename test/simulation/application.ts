// Application: what a guest's page does with its session, at random: everything numbered, everything written down.

import type { Endpoint, Registration } from '../../src/client/callee.ts'
import { Result } from '../../src/client/result.ts'
import type { Session } from '../../src/client/session.ts'
import type { Subscription } from '../../src/client/subscriber.ts'
import { WampError } from '../../src/protocol/errors.ts'
import type { Random } from '../fuzz/random.ts'
import { Hearing } from './event-book.ts'
import type { Ledger } from './ledger.ts'

const TOPICS = ['com.t.a', 'com.t.b', 'com.t.c']
/** Bytes of a frame that takes the slowest wire a while, and many messages. */
const LARGE = 150_000

const padding = (size: number) => 'x'.repeat(size)

const later = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))

export interface ApplicationOptions {
  readonly who: string
  readonly session: Session
  readonly random: Random
  readonly ledger: Ledger
  /** Whether many of its events are large. */
  readonly isHeavy: boolean
  /** Whether it says nothing of its own accord, so that nothing of it tells the host what has come. */
  readonly isQuiet: boolean
  /** Everybody who may be called. */
  readonly everybody: readonly string[]
}

export class Application {
  readonly #options: ApplicationOptions
  readonly #held = new Map<Hearing, Subscription>()
  #registration: Registration | undefined
  #isRegistering = false
  #running = true
  #number = 0

  constructor(options: ApplicationOptions) {
    this.#options = options
  }

  start(): void {
    const { session, who, ledger, isQuiet } = this.#options
    ledger.promised(
      `${who} open`,
      session.open(),
      () => ledger.say(who, 'is in'),
      () => {},
    )
    this.#subscribe()
    this.#register()
    if (!isQuiet) void this.#run()
  }

  /** Nothing new is begun. */
  stop(): void {
    this.#running = false
  }

  /** The session has been opened, anew perhaps. */
  opened(): void {
    const hearings = [...this.#held.keys()]
    const id = this.#options.session.id
    // By its acknowledgement the router has all that was restored before.
    this.#publish(true, () => this.#options.ledger.events.confirmed(hearings, id))
  }

  /** One more event, after which all before it must have come. */
  finale(): void {
    if (!this.#options.isQuiet) this.#publish(true)
  }

  async #run(): Promise<void> {
    const { random } = this.#options
    while (this.#running) {
      await later(20 + random.below(500))
      if (this.#running) this.#act(random.below(100))
    }
  }

  #act(what: number): void {
    if (what < 55) return this.#publish(what < 10)
    if (what < 60) return void Array.from({ length: 10 }, () => this.#publish(false))
    if (what < 84) return this.#call(what)
    if (what < 88) return this.#subscribe()
    if (what < 92) return this.#unsubscribe()
    if (what < 96) return this.#register()
    this.#unregister()
  }

  #publish(acknowledge: boolean, then = () => {}): void {
    const { who, session, random, ledger, isHeavy } = this.#options
    if (!session.isOpen) return
    const topic = random.pick(TOPICS)
    const number = ++this.#number
    const event = { publisher: who, session: session.id, number, topic, at: ledger.now, acknowledged: false }
    const args = [who, session.id, number, padding(random.chance(isHeavy ? 0.4 : 0.01) ? random.below(LARGE) : 10)]
    const published = session.publish(topic, args, null, { acknowledge })
    ledger.events.published(event)
    const done = () => {
      if (acknowledge) ledger.events.acknowledged(event)
      then()
    }
    ledger.promised(`${who} publish ${number}`, published, done, error => this.#failed('publish', error))
  }

  #call(what: number): void {
    const { who, session, random, ledger, everybody } = this.#options
    if (!session.isOpen) return
    const number = ++this.#number
    const callee = random.pick(everybody)
    const parts = what < 66 ? 1 + random.below(4) : 0
    const size = what >= 83 ? random.below(3 * LARGE) : 10
    const call = ledger.calls.called(who, callee, number)
    const onprogress = (args: unknown[]) => ledger.calls.part(call, args[0])
    const result = session.call<Result>(
      `com.p.${callee}`,
      [who, number, parts, size],
      null,
      parts ? { onprogress } : null,
    )
    const done = ({ args }: Result) => ledger.calls.fulfilled(call, args[0], parts)
    ledger.promised(`${who} call ${number}`, result, done, error => ledger.calls.rejected(call, error))
  }

  readonly #endpoint: Endpoint = async (args, _, { progress }) => {
    const { who, random, ledger } = this.#options
    const [caller, number, parts, size] = args as [string, number, number, number]
    ledger.calls.invoked(who, caller, number)
    const isSlow = random.chance(0.3)
    for (let part = 0; part < parts; part++) {
      if (isSlow) await later(random.below(400))
      progress?.([part, padding(random.chance(0.1) ? random.below(LARGE) : 10)])
    }
    if (isSlow) await later(random.below(3_000))
    return new Result([number, padding(size)])
  }

  #subscribe(): void {
    const { who, session, random, ledger } = this.#options
    const isPrefix = random.chance(0.4)
    const hearing = isPrefix ? new Hearing(who, 'com.t.', 'prefix') : new Hearing(who, random.pick(TOPICS), 'exact')
    const heard = (args: unknown[]) => ledger.events.heard(hearing, args as [string, number, number])
    const subscribed = session.subscribe(hearing.topic, heard, { match: hearing.match })
    ledger.promised(
      `${who} subscribe`,
      subscribed,
      subscription => {
        ledger.events.hearings.push(hearing)
        this.#held.set(hearing, subscription)
        if (session.id) ledger.events.confirmed([hearing], session.id)
      },
      error => this.#failed('subscribe', error),
    )
  }

  #unsubscribe(): void {
    const { who, random, ledger } = this.#options
    if (this.#held.size === 0) return
    const [hearing, subscription] = random.pick([...this.#held])
    this.#held.delete(hearing)
    hearing.until = ledger.now
    ledger.promised(
      `${who} unsubscribe`,
      subscription.unsubscribe(),
      () => {},
      error => this.#failed('unsubscribe', error),
    )
  }

  #register(): void {
    const { who, session, ledger } = this.#options
    if (this.#registration || this.#isRegistering) return
    this.#isRegistering = true
    const registered = (registration: Registration) => {
      this.#isRegistering = false
      this.#registration = registration
      if (session.id) ledger.calls.registered(who, session.id)
    }
    const failed = (error: unknown) => {
      this.#isRegistering = false
      this.#failed('register', error, 'wamp.error.procedure_already_exists')
    }
    ledger.promised(`${who} register`, session.register(`com.p.${who}`, this.#endpoint), registered, failed)
  }

  #unregister(): void {
    const { who, ledger } = this.#options
    if (!this.#registration) return
    ledger.calls.unregistered(who)
    const unregistered = this.#registration.unregister()
    this.#registration = undefined
    ledger.promised(
      `${who} unregister`,
      unregistered,
      () => {},
      error => this.#failed('unregister', error),
    )
  }

  /** Whoever has no session cannot do much; everything else is wrong. */
  #failed(what: string, error: unknown, allowed?: string): void {
    const { who, ledger } = this.#options
    const uri = error instanceof WampError ? error.error : String(error)
    ledger.say(who, `${what} fails: ${uri}`)
    if (uri !== 'wamp.error.network_failure' && uri !== allowed) ledger.fault(`${who}: ${what} failed with ${error}`)
  }
}
