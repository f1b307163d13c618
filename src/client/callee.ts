// Callee: registers procedures, again on every new connection, and answers their invocations [wamp:registering-and-unregistering].

import { refusal, WampError } from '../protocol/errors.ts'
import type { Dict, Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { isUri } from '../protocol/uri.ts'
import type { Connection } from './connection.ts'
import { Result } from './result.ts'

export const CALLEE_FEATURES = ['caller_identification'] as const

/** How long, and how often, a procedure that is taken is tried again on a new connection: its old session may linger. */
const TAKEN_RETRY = 1_000
const TAKEN_TRIES = 30

/** How to register, as on the wire. */
export type RegisterOptions = Pick<m.RegisterOptions, 'match' | 'invoke' | 'disclose_caller' | 'force_reregister'>
/** INVOCATION.Details, with the procedure always there. */
export type InvocationDetails = m.InvocationDetails & { procedure: Uri }
/**
 * Answers a call: with a value, a {@link Result}, or a promise of either. A thrown `WampError` reaches the caller as it
 * is; anything else thrown reaches it as `wamp.error.runtime_error` with its message.
 */
export type Endpoint = (args: unknown[], kwargs: Dict, details: InvocationDetails) => unknown

/** A procedure of this session. */
export class Registration {
  readonly procedure: Uri
  readonly endpoint: Endpoint
  readonly options: RegisterOptions
  readonly #unregister: (registration: Registration) => Promise<void>

  constructor(
    { procedure, endpoint, options }: { procedure: Uri; endpoint: Endpoint; options: RegisterOptions },
    unregister: (registration: Registration) => Promise<void>,
  ) {
    this.procedure = procedure
    this.endpoint = endpoint
    this.options = options
    this.#unregister = unregister
  }

  /** Resolves when the router no longer sends calls; invocations that run go on. */
  unregister(): Promise<void> {
    return this.#unregister(this)
  }
}

interface Entry {
  readonly registration: Registration
  /** Who waits for the router's word the first time. */
  waiting: { resolve(registration: Registration): void; reject(error: WampError): void } | undefined
  /** REGISTERED.Registration while established. */
  id: Id | undefined
  tries: number
  retry: ReturnType<typeof setTimeout> | undefined
  /** Whether REGISTER waits for its answer; who unregisters meanwhile waits in `ended`. */
  establishing: boolean
  ended: () => void
}

export class Callee {
  readonly #entries = new Map<Registration, Entry>()
  readonly #byId = new Map<Id, Entry>()
  readonly #report: (error: unknown) => void
  #connection: Connection | undefined

  /** @param report told of registrations that could not be restored, and of results that could not be sent. */
  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Resolves when the router has the registration; without a connection that is when there is one again. */
  register(procedure: Uri, endpoint: Endpoint, options: RegisterOptions): Promise<Registration> {
    const registration = new Registration({ procedure, endpoint, options }, held => this.#unregister(held))
    return new Promise((resolve, reject) => {
      const entry: Entry = {
        registration,
        waiting: { resolve, reject },
        id: undefined,
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

  /** Answers one invocation on the connection it came by. */
  async invocation([, request, id, details, payload]: m.Invocation, connection: Connection): Promise<void> {
    try {
      const entry = this.#byId.get(id)
      if (entry === undefined) throw refusal('wamp.error.no_such_registration', `registration ${id} has ended`)
      const { endpoint, procedure } = entry.registration
      const result = await endpoint(payload.args, payload.kwargs, { procedure, ...details })
      connection.reply([m.YIELD, request, {}, toPayload(result)])
    } catch (thrown) {
      this.#answer(connection, request, toError(thrown))
    }
  }

  #answer(connection: Connection, request: Id, { error, args, kwargs }: WampError): void {
    try {
      connection.reply([m.ERROR, m.INVOCATION, request, {}, error, Payload.of(args, kwargs)])
    } catch (unsendable) {
      this.#report(unsendable)
      connection.reply([m.ERROR, m.INVOCATION, request, {}, error, Payload.empty])
    }
  }

  #establish(entry: Entry): void {
    const connection = this.#connection
    if (!connection?.isOpen) return
    entry.establishing = true
    const failed = (error: WampError) => {
      entry.establishing = false
      if (!this.#entries.has(entry.registration)) entry.ended()
      // Without the connection the next one tries again.
      else if (connection.isOpen) this.#refused(entry, error)
    }
    const { procedure, options } = entry.registration
    try {
      connection.request([m.REGISTER, 0, { ...options }, procedure], {
        done: reply => this.#established(entry, (reply as m.Registered)[2]),
        failed,
      })
    } catch (unsendable) {
      if (!(unsendable instanceof WampError)) throw unsendable
      failed(unsendable)
    }
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
    if (entry.waiting) {
      this.#entries.delete(entry.registration)
      return entry.waiting.reject(error)
    }
    const taken = error.error === 'wamp.error.procedure_already_exists'
    if (!taken || ++entry.tries > TAKEN_TRIES) return this.#report(error)
    entry.retry = setTimeout(() => this.#establish(entry), TAKEN_RETRY)
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

function toPayload(result: unknown): Payload {
  if (result instanceof Result) return Payload.of(result.args, result.kwargs)
  return result === undefined ? Payload.empty : Payload.of([result])
}

function toError(thrown: unknown): WampError {
  if (thrown instanceof WampError) {
    if (isUri(thrown.error)) return thrown
    // Sent as it is, it would break the protocol and end the session.
    return new WampError('wamp.error.runtime_error', [`${thrown.message}: not a URI`, ...thrown.args], thrown.kwargs)
  }
  const message = thrown instanceof Error ? thrown.message : thrown
  return new WampError('wamp.error.runtime_error', message === undefined ? [] : [message])
}
