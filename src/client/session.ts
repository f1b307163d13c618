// Session: what an application calls, registers, subscribes and publishes with, for as long as it wants to.
// It outlives links: when one is lost its keeper opens another, joins the realm again, and what it had is restored.

import { refusal } from '../protocol/errors.ts'
import type { Liveness, Transfers } from '../protocol/link.ts'
import type { Dict, Id, Uri, WelcomeDetails } from '../protocol/messages.ts'
import type * as api from './api-types.ts'
import { payloadOf } from './arguments.ts'
import { Callee, type Endpoint, type RegisterOptions, type Registration } from './callee.ts'
import { Call, type CallOptions } from './caller.ts'
import { checkedOptions } from './checked-options.ts'
import type { Connection } from './connection.ts'
import { LinkKeeper } from './link-keeper.ts'
import { type Passthru, plainPassthru } from './payload-passthru.ts'
import { ProgressiveCall, type ProgressiveCallOptions } from './progressive-call.ts'
import { type Publication, type PublishOptions, type PublishRequest, publish } from './publisher.ts'
import { handle, reportUncaught } from './report-uncaught.ts'
import type { Dial, SessionOptions, SessionState } from './session-options.ts'
import { type EventHandler, type SubscribeOptions, Subscriber, type Subscription } from './subscriber.ts'

/**
 * Positional and keyword arguments, and options, may be left out or null. Options are those of the wire, by their names
 * there; a method refuses those that it does not know, or that are not what they must be, with
 * `wamp.error.invalid_argument`.
 *
 * @typeParam A the application's procedures and topics, see {@link api.Api}.
 */
export class Session<A extends api.Api = api.Api> {
  readonly #options: SessionOptions
  readonly #keeper: LinkKeeper
  readonly #passthru: Passthru
  readonly #subscriber: Subscriber
  readonly #callee: Callee
  readonly #report: (error: unknown) => void

  constructor(dial: Dial, options: SessionOptions = {}) {
    this.#options = options
    this.#report = options.onerror ?? reportUncaught
    this.#passthru = options.encryption?.(() => this.#keeper.connection?.serializer) ?? plainPassthru
    const subscriber = new Subscriber(this.#passthru, this.#report)
    const callee = new Callee(this.#passthru, this.#report)
    this.#subscriber = subscriber
    this.#callee = callee
    this.#keeper = new LinkKeeper(dial, options, {
      connected: connection => void [subscriber.connected(connection), callee.connected(connection)],
      disconnected: () => void [subscriber.disconnected(), callee.disconnected()],
      closed: why => void [subscriber.closed(why), callee.closed(why)],
      report: this.#report,
      event: message => subscriber.event(message),
      invocation: (message, on) => callee.invocation(message, on),
      interrupt: message => callee.interrupt(message),
      revoked: ({ subscription, registration, reason }) => {
        if (subscription !== undefined) subscriber.revoked(subscription, reason)
        if (registration !== undefined) callee.revoked(registration, reason)
      },
    })
  }

  /** WELCOME.Session; 0 while there is none. A session that was reconnected has a new one. */
  get id(): Id {
    return this.#keeper.connection?.id ?? 0
  }

  get realm(): Uri {
    return this.#keeper.realm
  }

  get state(): SessionState {
    return this.#keeper.state
  }

  /**
   * Whether the router gives signs of life. While it is asleep an open session goes on: what it sends waits, and is lost only
   * with the session.
   */
  get liveness(): Liveness {
    return this.#keeper.liveness
  }

  /** The large messages that are under way, all of a direction together; empty where there are none, or it is not known. */
  get transfers(): Transfers {
    return this.#keeper.transfers
  }

  get isOpen(): boolean {
    return this.state === 'open'
  }

  /** WELCOME.Details: who the router says we are, and what it can do. */
  get details(): WelcomeDetails {
    return this.#keeper.connection?.details ?? {}
  }

  /** Opens the session; resolves when the realm is joined, rejects where that fails for good. */
  open(): Promise<void> {
    return this.#keeper.open()
  }

  /** Leaves the realm for good; resolves when the router has answered, or two seconds later. */
  close(reason: Uri = 'wamp.close.normal', message = ''): Promise<void> {
    return this.#keeper.close(reason, message)
  }

  /** Leaves the realm until `retry`: the page is put to sleep. What was subscribed and registered is kept. */
  suspend(): void {
    this.#keeper.suspend()
  }

  /** Goes on after `suspend`, or tries again now if the session waits to reconnect: the network or the page is back. */
  retry(): void {
    this.#keeper.retry()
  }

  /**
   * Calls a procedure. Resolves to null for an empty result, to a lone positional value as it is, else to a `Result`.
   * Rejects with the callee's `WampError`, `wamp.error.no_such_procedure`, `wamp.error.canceled` (the callee left),
   * `wamp.error.timeout`, `wamp.error.network_failure`, or the reason of `options.signal`.
   */
  call<P extends api.ProcedureOf<A>>(
    procedure: P,
    args?: api.ArgsOf<api.ProcedureEntry<A, P>> | null,
    kwargs?: api.KwargsOf<api.ProcedureEntry<A, P>> | null,
    options?: CallOptions | null,
  ): Promise<api.ResultOf<api.ProcedureEntry<A, P>>>
  call<T = unknown, P extends Uri = Uri>(
    procedure: P & api.Unlisted<P, api.ProcedureOf<A>>,
    args?: readonly unknown[] | null,
    kwargs?: Dict | null,
    options?: CallOptions | null,
  ): Promise<T>
  async call(procedure: Uri, args?: readonly unknown[] | null, kwargs?: object | null, options?: CallOptions | null) {
    const checked = checkedOptions('call', options)
    checked.signal?.throwIfAborted()
    const { onprogress } = checked
    const request = { procedure, payload: payloadOf(args, kwargs), options: checked, limit: this.#callTimeout }
    const hear = onprogress && this.#reporting(onprogress)
    return new Call(this.#way(), request, hear && (({ args, kwargs }, details) => hear(args, kwargs, details))).result
  }

  /**
   * Calls a procedure whose results come bit by bit, or to which arguments go bit by bit:
   * `for await (const part of session.callProgressive('com.app.count')) …`. To leave the loop gives the call up.
   * @throws {WampError} `wamp.error.network_failure` while there is no connection, `wamp.error.invalid_argument`.
   */
  callProgressive<T = unknown, Part = unknown>(
    procedure: Uri,
    args?: readonly unknown[] | null,
    kwargs?: Dict | null,
    options?: ProgressiveCallOptions | null,
  ): ProgressiveCall<T, Part> {
    const checked = checkedOptions('callProgressive', options)
    const { onprogress } = checked
    return new ProgressiveCall(this.#way(), {
      procedure,
      payload: payloadOf(args, kwargs),
      options: { ...checked, ...(onprogress && { onprogress: this.#reporting(onprogress) }) },
      limit: this.#callTimeout,
    })
  }

  /**
   * Offers a procedure for as long as the session lives, over reconnects, or until the router revokes it, which is
   * reported. Rejects with `wamp.error.procedure_already_exists`, `wamp.error.invalid_uri`, `wamp.error.not_authorized`.
   */
  async register(procedure: Uri, endpoint: Endpoint, options?: RegisterOptions | null): Promise<Registration> {
    this.#notClosed()
    return this.#callee.register(procedure, endpoint, checkedOptions('register', options))
  }

  /**
   * Hears of a topic's events for as long as the session lives, over reconnects, or until the router revokes it, which
   * is reported. Rejects with `wamp.error.invalid_uri`, `wamp.error.not_authorized`, `wamp.error.option_not_allowed`.
   */
  subscribe<T extends api.TopicOf<A>>(
    topic: T,
    handler: (
      args: api.ArgsOf<api.TopicEntry<A, T>>,
      kwargs: api.KwargsOf<api.TopicEntry<A, T>>,
      ...rest: [Parameters<EventHandler>[2], Subscription]
    ) => void,
    options?: SubscribeOptions | null,
  ): Promise<Subscription>
  subscribe<T extends Uri>(
    topic: T & api.Unlisted<T, api.TopicOf<A>>,
    handler: EventHandler,
    options?: SubscribeOptions | null,
  ): Promise<Subscription>
  async subscribe(topic: Uri, handler: unknown, options?: SubscribeOptions | null): Promise<Subscription> {
    this.#notClosed()
    return this.#subscriber.subscribe(topic, handler as EventHandler, checkedOptions('subscribe', options))
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
    args?: api.ArgsOf<api.TopicEntry<A, T>> | null,
    kwargs?: api.KwargsOf<api.TopicEntry<A, T>> | null,
    options?: PublishOptions | null,
  ): Promise<Publication | undefined>
  publish<T extends Uri>(
    topic: T & api.Unlisted<T, api.TopicOf<A>>,
    args?: readonly unknown[] | null,
    kwargs?: Dict | null,
    options?: PublishOptions | null,
  ): Promise<Publication | undefined>
  publish(topic: Uri, args?: readonly unknown[] | null, kwargs?: object | null, options?: PublishOptions | null) {
    let request: PublishRequest
    try {
      request = { topic, payload: payloadOf(args, kwargs), options: checkedOptions('publish', options) }
    } catch (refused) {
      return Promise.reject(refused)
    }
    const published = (async () => publish(this.#way(), request))()
    // Who does not wait for an unacknowledged event is not to be stopped by an unhandled rejection either.
    if (request.options.acknowledge !== true) published.catch(() => {})
    return published
  }

  get #callTimeout(): number {
    return this.#options.callTimeout ?? 60_000
  }

  /** What requests go by. */
  #way(): { connection: Connection; passthru: Passthru } {
    const { connection, state } = this.#keeper
    if (connection?.isOpen) return { connection, passthru: this.#passthru }
    throw refusal('wamp.error.network_failure', `the session is ${state}`)
  }

  #notClosed(): void {
    if (this.state === 'closed') throw refusal('wamp.error.network_failure', 'the session is closed')
  }

  /** An application's function, whose errors are its own. */
  #reporting<Args extends unknown[]>(heard: (...args: Args) => unknown): (...args: Args) => void {
    return (...args) => handle(() => heard(...args), this.#report)
  }
}
