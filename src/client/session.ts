// Session: what an application calls, registers, subscribes and publishes with, for as long as it wants to.
// It outlives links: when one is lost it opens another, joins the realm again and restores what it had.

import { refusal, sentenceOf, WampError } from '../protocol/errors.ts'
import type { Link } from '../protocol/link.ts'
import type { Dict, Id, Uri, WelcomeDetails } from '../protocol/messages.ts'
import type * as api from './api-types.ts'
import { Callee, type Endpoint, type RegisterOptions, type Registration } from './callee.ts'
import { type CallOptions, call } from './caller.ts'
import { Connection, type SessionEnd } from './connection.ts'
import { type Deferred, deferred } from './deferred.ts'
import { helloDetails } from './hello.ts'
import { type Publication, type PublishOptions, publish } from './publisher.ts'
import { Backoff, isFinal } from './reconnect.ts'
import { reportUncaught } from './report-uncaught.ts'
import type { Dial, SessionOptions, SessionState } from './session-options.ts'
import { type EventHandler, type SubscribeOptions, Subscriber, type Subscription } from './subscriber.ts'

/** Milliseconds of an open session after which a lost link is an accident, and tried again soon. */
const STABLE_TIME = 10_000

/** @typeParam A the application's procedures and topics, see {@link api.Api}. */
export class Session<A extends api.Api = api.Api> {
  readonly #dial: Dial
  readonly #options: SessionOptions
  readonly #subscriber: Subscriber
  readonly #callee: Callee
  readonly #backoff = new Backoff()
  readonly #report: (error: unknown) => void
  #state: SessionState = 'closed'
  #connection: Connection | undefined
  #dialing: AbortController | undefined
  #wasOpen = false
  #suspended = false
  #openSince = Number.POSITIVE_INFINITY
  #opened: Deferred<void> | undefined

  constructor(dial: Dial, options: SessionOptions = {}) {
    this.#dial = dial
    this.#options = options
    this.#report = options.onerror ?? reportUncaught
    this.#subscriber = new Subscriber(this.#report)
    this.#callee = new Callee(this.#report)
  }

  /** WELCOME.Session; 0 while there is none. A session that was reconnected has a new one. */
  get id(): Id {
    return this.#connection?.id ?? 0
  }

  get realm(): Uri {
    return this.#options.realm ?? 'realm1'
  }

  get state(): SessionState {
    return this.#state
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** WELCOME.Details: who the router says we are, and what it can do. */
  get details(): WelcomeDetails {
    return this.#connection?.details ?? {}
  }

  /** Opens the session; resolves when the realm is joined, rejects where that fails for good. */
  open(): Promise<void> {
    if (this.#opened) return this.#opened.promise
    const opened = deferred<void>()
    this.#opened = opened
    this.#change('connecting')
    // Whoever was told may have closed the session.
    if (this.#opened === opened) void this.#connect()
    return opened.promise
  }

  /** Leaves the realm for good; resolves when the router has answered, or two seconds later. */
  async close(reason: Uri = 'wamp.close.normal', message = ''): Promise<void> {
    const connection = this.#connection
    const dialing = this.#dialing
    this.#finish({ reason, message: message || 'the session was closed' })
    dialing?.abort(new WampError(reason, ['the session was closed']))
    await connection?.close(reason, message)
  }

  /** Leaves the realm until `retry`: the page is put to sleep. What was subscribed and registered is kept. */
  suspend(): void {
    if (this.#state === 'closed' || this.#suspended) return
    this.#suspended = true
    this.#backoff.cancel()
    this.#dialing?.abort(refusal('wamp.error.network_failure', 'the session was suspended'))
    const connection = this.#connection
    if (connection) this.#ended(connection, { reason: 'wamp.close.normal', message: 'the session was suspended' })
    connection?.quit('wamp.close.normal', 'the session was suspended')
  }

  /** Goes on after `suspend`, or tries again now if the session waits to reconnect: the network or the page is back. */
  retry(): void {
    if (!this.#suspended) return this.#backoff.now()
    this.#suspended = false
    void this.#connect()
  }

  /**
   * Calls a procedure. Resolves to null for an empty result, to a lone positional value as it is, else to a `Result`.
   * Rejects with the callee's `WampError`, `wamp.error.no_such_procedure`, `wamp.error.canceled` (the callee left),
   * `wamp.error.timeout`, `wamp.error.network_failure`, or the reason of `options.signal`.
   */
  call<P extends api.ProcedureOf<A>>(
    procedure: P,
    args?: api.ArgsOf<api.ProcedureEntry<A, P>>,
    kwargs?: api.KwargsOf<api.ProcedureEntry<A, P>>,
    options?: CallOptions,
  ): Promise<api.ResultOf<api.ProcedureEntry<A, P>>>
  call<T = unknown, P extends Uri = Uri>(
    procedure: P & api.Unlisted<P, api.ProcedureOf<A>>,
    args?: readonly unknown[],
    kwargs?: Dict,
    options?: CallOptions,
  ): Promise<T>
  async call(procedure: Uri, args: readonly unknown[] = [], kwargs: object = {}, options: CallOptions = {}) {
    const { callTimeout: timeout = 60_000 } = this.#options
    return call(this.#open(), {
      procedure,
      args,
      kwargs: { ...kwargs },
      options: { ...options, timeout: options.timeout ?? timeout },
    })
  }

  /**
   * Offers a procedure for as long as the session lives, over reconnects.
   * Rejects with `wamp.error.procedure_already_exists`, `wamp.error.invalid_uri`, `wamp.error.not_authorized`.
   */
  async register(procedure: Uri, endpoint: Endpoint, options: RegisterOptions = {}): Promise<Registration> {
    this.#notClosed()
    return this.#callee.register(procedure, endpoint, options)
  }

  /**
   * Hears of a topic's events for as long as the session lives, over reconnects.
   * Rejects with `wamp.error.invalid_uri`, `wamp.error.not_authorized`, `wamp.error.option_not_allowed`.
   */
  subscribe<T extends api.TopicOf<A>>(
    topic: T,
    handler: (
      args: api.ArgsOf<api.TopicEntry<A, T>>,
      kwargs: api.KwargsOf<api.TopicEntry<A, T>>,
      ...rest: [Parameters<EventHandler>[2], Subscription]
    ) => void,
    options?: SubscribeOptions,
  ): Promise<Subscription>
  subscribe<T extends Uri>(
    topic: T & api.Unlisted<T, api.TopicOf<A>>,
    handler: EventHandler,
    options?: SubscribeOptions,
  ): Promise<Subscription>
  async subscribe(topic: Uri, handler: unknown, options: SubscribeOptions = {}): Promise<Subscription> {
    this.#notClosed()
    return this.#subscriber.subscribe(topic, handler as EventHandler, options)
  }

  /** The same as `registration.unregister()`. */
  unregister(registration: Registration): Promise<void> {
    return registration.unregister()
  }

  /** The same as `subscription.unsubscribe()`. */
  unsubscribe(subscription: Subscription): Promise<boolean> {
    return subscription.unsubscribe()
  }

  /**
   * Publishes an event. Resolves at once to undefined, or with `acknowledge` to the publication once the broker has it.
   * Rejects with `wamp.error.network_failure` while there is no connection, and where acknowledged as the broker says.
   */
  publish<T extends api.TopicOf<A>>(
    topic: T,
    args?: api.ArgsOf<api.TopicEntry<A, T>>,
    kwargs?: api.KwargsOf<api.TopicEntry<A, T>>,
    options?: PublishOptions,
  ): Promise<Publication | undefined>
  publish<T extends Uri>(
    topic: T & api.Unlisted<T, api.TopicOf<A>>,
    args?: readonly unknown[],
    kwargs?: Dict,
    options?: PublishOptions,
  ): Promise<Publication | undefined>
  publish(topic: Uri, args: readonly unknown[] = [], kwargs: object = {}, options: PublishOptions = {}) {
    const published = (async () => publish(this.#open(), { topic, args, kwargs: { ...kwargs }, options }))()
    // Who does not wait for an unacknowledged event is not to be stopped by an unhandled rejection either.
    if (options.acknowledge !== true) published.catch(() => {})
    return published
  }

  #open(): Connection {
    if (this.#connection?.isOpen) return this.#connection
    throw refusal('wamp.error.network_failure', `the session is ${this.#state}`)
  }

  #notClosed(): void {
    if (this.#state === 'closed') throw refusal('wamp.error.network_failure', 'the session is closed')
  }

  async #connect(): Promise<void> {
    const dialing = new AbortController()
    this.#dialing = dialing
    try {
      const link = await this.#dial(dialing.signal)
      if (dialing.signal.aborted) link.close('the session was closed')
      else await this.#join(link, dialing.signal)
    } catch (error) {
      if (!dialing.signal.aborted) this.#failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async #join(link: Link, closing: AbortSignal): Promise<void> {
    const connection = new Connection(link, {
      event: message => this.#subscriber.event(message),
      invocation: (message, on) => void this.#callee.invocation(message, on),
      ended: end => this.#ended(connection, end),
    })
    const { joinTimeout = 15_000 } = this.#options
    const late = refusal('wamp.error.timeout', `the router did not answer HELLO within ${joinTimeout} ms`)
    const joining = new AbortController()
    const timer = setTimeout(() => joining.abort(late), joinTimeout)
    try {
      await connection.join(this.realm, helloDetails(this.#options), AbortSignal.any([joining.signal, closing]))
    } finally {
      clearTimeout(timer)
    }
    // Closed after WELCOME had come, and before we came to it.
    if (closing.aborted) return void connection.close('wamp.close.normal', '')
    if (!connection.isOpen)
      throw refusal('wamp.error.network_failure', 'the link was lost just after the session opened')
    this.#joined(connection)
  }

  #joined(connection: Connection): void {
    this.#connection = connection
    this.#dialing = undefined
    this.#wasOpen = true
    this.#openSince = performance.now()
    this.#subscriber.connected(connection)
    this.#callee.connected(connection)
    this.#change('open')
    this.#opened?.resolve()
  }

  #ended(connection: Connection, end: SessionEnd): void {
    if (connection !== this.#connection) return
    this.#connection = undefined
    this.#subscriber.disconnected()
    this.#callee.disconnected()
    this.#failed(new WampError(end.reason, [end.message]))
  }

  /** A link was lost, or could not be opened: again, or never. */
  #failed(error: Error): void {
    const { reconnect = 'once-open' } = this.#options
    const again = this.#suspended || reconnect === 'always' || (reconnect === 'once-open' && this.#wasOpen)
    const reason = error instanceof WampError ? error.error : 'wamp.error.network_failure'
    if (!again || isFinal(reason)) return this.#finish({ reason, message: sentenceOf(error) }, error)
    // Whoever lets us in and drops us at once is not asked ever faster.
    if (performance.now() - this.#openSince > STABLE_TIME) this.#backoff.reset()
    this.#openSince = Number.POSITIVE_INFINITY
    if (!this.#suspended) this.#backoff.schedule(() => void this.#connect())
    // Last, since whoever is told may close the session.
    this.#change(this.#wasOpen ? 'reconnecting' : 'connecting', error)
  }

  #finish(end: SessionEnd, error?: Error): void {
    if (this.#state === 'closed') return
    this.#backoff.cancel()
    this.#suspended = false
    this.#connection = undefined
    const opened = this.#opened
    this.#opened = undefined
    this.#wasOpen = false
    const why = refusal('wamp.error.network_failure', end.message)
    this.#subscriber.closed(why)
    this.#callee.closed(why)
    opened?.reject(error ?? new WampError(end.reason, [end.message]))
    this.#change('closed', error)
  }

  #change(state: SessionState, error?: Error): void {
    this.#state = state
    try {
      this.#options.onstate?.(state, error)
    } catch (thrown) {
      this.#report(thrown)
    }
  }
}
