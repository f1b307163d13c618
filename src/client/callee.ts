// Callee: registers procedures, again on every new connection, and answers their invocations [wamp:registering-and-unregistering].

import { refusal, type WampError } from '../protocol/errors.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import type { Connection } from './connection.ts'
import type { Endpoint } from './endpoint.ts'
import { Invocations } from './invocations.ts'
import type { Passthru } from './payload-passthru.ts'
import { type RegisterOptions, Registration } from './registration.ts'

export type { Endpoint, InvocationDetails } from './endpoint.ts'
export { type RegisterOptions, Registration } from './registration.ts'

export const CALLEE_FEATURES = [
  'call_canceling',
  'call_reroute',
  'call_timeout',
  'call_trustlevels',
  'caller_identification',
  'pattern_based_registration',
  'payload_passthru_mode',
  'progressive_call_invocations',
  'progressive_call_results',
  'registration_revocation',
  'shared_registration',
] as const

/** How long, and how often, a procedure that is taken is tried again on a new connection: its old session may linger. */
const TAKEN_RETRY = 1_000
const TAKEN_TRIES = 30

interface Entry {
  readonly registration: Registration
  /** Who waits for the router's word the first time. */
  waiting: { resolve(registration: Registration): void; reject(error: WampError): void } | undefined
  /** REGISTERED.Registration while established. */
  id: Id | undefined
  /** Whether a connection was lost with REGISTER under way: its session may hold the procedure, unknown to us. */
  lost: boolean
  tries: number
  retry: ReturnType<typeof setTimeout> | undefined
  /** Whether REGISTER waits for its answer; who unregisters meanwhile waits in `ended`. */
  establishing: boolean
  ended: () => void
}

export class Callee {
  readonly #entries = new Map<Registration, Entry>()
  readonly #byId = new Map<Id, Entry>()
  readonly #invocations: Invocations
  readonly #report: (error: unknown) => void
  #connection: Connection | undefined

  /** @param report told of registrations that were revoked or could not be restored, and of errors that could not be sent. */
  constructor(passthru: Passthru, report: (error: unknown) => void) {
    this.#report = report
    this.#invocations = new Invocations(passthru, report)
  }

  /** Resolves when the router has the registration; without a connection that is when there is one again. */
  register(procedure: Uri, endpoint: Endpoint, options: RegisterOptions): Promise<Registration> {
    const registration = new Registration({ procedure, endpoint, options }, held => this.#unregister(held))
    return new Promise((resolve, reject) => {
      const entry: Entry = {
        registration,
        waiting: { resolve, reject },
        id: undefined,
        lost: false,
        tries: 0,
        retry: undefined,
        establishing: false,
        ended: () => {},
      }
      this.#entries.set(registration, entry)
      this.#establish(entry)
    })
  }

  /** Establishes everything on a new connection. */
  connected(connection: Connection): void {
    this.#connection = connection
    for (const entry of this.#entries.values()) this.#establish(entry)
  }

  /** Nothing is established any more, and will be again on the next connection. */
  disconnected(): void {
    this.#connection = undefined
    this.#byId.clear()
    this.#invocations.disconnected()
    for (const entry of this.#entries.values()) {
      entry.id = undefined
      entry.tries = 0
      clearTimeout(entry.retry)
    }
  }

  /** There will be no further connection: whoever waits is told. */
  closed(error: WampError): void {
    this.disconnected()
    for (const { waiting } of this.#entries.values()) waiting?.reject(error)
    this.#entries.clear()
  }

  /** Has an invocation answered on the connection it came by. */
  invocation(message: m.Invocation, connection: Connection): void {
    this.#invocations.receive(message, connection, this.#byId.get(message[2])?.registration)
  }

  interrupt([, request, options]: m.Interrupt): void {
    this.#invocations.interrupt(request, options)
  }

  /** The router has ended a registration of its own accord: for good, so it is not restored [wamp:registration-revocation]. */
  revoked(id: Id, reason: string | undefined): void {
    const entry = this.#byId.get(id)
    if (entry === undefined) return
    this.#byId.delete(id)
    // Being unregistered anyway.
    if (!this.#entries.delete(entry.registration)) return
    entry.id = undefined
    const sentence = `the router has revoked the registration of ${entry.registration.procedure}`
    this.#report(refusal('wamp.error.no_such_registration', reason ? `${sentence}: ${reason}` : sentence))
  }

  #establish(entry: Entry): void {
    const connection = this.#connection
    if (!connection?.isOpen) return
    entry.establishing = true
    const failed = (error: WampError) => {
      entry.establishing = false
      if (!this.#entries.has(entry.registration)) entry.ended()
      else if (connection.isOpen) this.#refused(entry, error)
      // The next connection tries again.
      else entry.lost = true
    }
    const { procedure, options } = entry.registration
    connection.ask([m.REGISTER, 0, { ...options }, procedure], {
      done: reply => this.#established(entry, (reply as m.Registered)[2]),
      failed,
    })
  }

  #established(entry: Entry, id: Id): void {
    entry.id = id
    entry.establishing = false
    this.#byId.set(id, entry)
    entry.waiting?.resolve(entry.registration)
    entry.waiting = undefined
    // Unregistered while REGISTER was under way.
    if (!this.#entries.has(entry.registration)) void this.#release(entry).then(entry.ended)
  }

  #refused(entry: Entry, error: WampError): void {
    const { waiting } = entry
    const taken = error.error === 'wamp.error.procedure_already_exists'
    if (taken && (entry.lost || !waiting) && ++entry.tries <= TAKEN_TRIES) {
      entry.retry = setTimeout(() => this.#establish(entry), TAKEN_RETRY)
    } else if (waiting) {
      this.#entries.delete(entry.registration)
      waiting.reject(error)
    } else this.#report(error)
  }

  async #unregister(registration: Registration): Promise<void> {
    const entry = this.#entries.get(registration)
    if (entry === undefined) {
      throw refusal(
        'wamp.error.no_such_registration',
        `this registration of ${registration.procedure} has ended already`,
      )
    }
    this.#entries.delete(registration)
    clearTimeout(entry.retry)
    if (!entry.establishing) return this.#release(entry)
    return new Promise(resolve => {
      entry.ended = resolve
    })
  }

  /** Tells the router, if it knows of the registration, that it has ended. */
  #release({ id }: Entry): Promise<void> {
    const connection = this.#connection
    if (!connection?.isOpen || id === undefined) return Promise.resolve()
    return new Promise(resolve => {
      const released = () => {
        this.#byId.delete(id)
        resolve()
      }
      // Refused means that the router holds no such registration: gone all the same.
      connection.request([m.UNREGISTER, 0, id], { done: released, failed: released })
    })
  }
}
