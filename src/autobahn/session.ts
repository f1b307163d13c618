// Session: `autobahn.Session`, one WAMP session with Autobahn|JS's methods; a connection that comes back has a new one.

import type { Authentication } from '../client/auth/authentication.ts'
import { Connection, type ConnectionReceiver } from '../client/connection.ts'
import type { SessionEnd } from '../client/session-end.ts'
import type { Link } from '../protocol/link.ts'
import type { Dict, Id, Uri, WelcomeDetails } from '../protocol/messages.ts'
import { assert, assertOffer, assertRequest } from './assert.ts'
import { Callee } from './callee.ts'
import { type CallPromise, call } from './caller.ts'
import type { Defer, ProgressPromise } from './deferred.ts'
import { commonFeatures, ROLES, type SessionFeatures } from './features.ts'
import { handle_error } from './handle-error.ts'
import { authenticationOf, type Identification } from './identification.ts'
import { Prefixes } from './prefixes.ts'
import type { Publication } from './publication.ts'
import { publish } from './publisher.ts'
import { type Endpoint, Registration } from './registration.ts'
import { Subscriber } from './subscriber.ts'
import { type EventHandler, Subscription } from './subscription.ts'

const NOT_OPEN = 'session not open'

export interface SessionSetup {
  readonly link: Link
  readonly defer: Defer
  readonly identification: Identification<Session>
  /** Called once, when a session that was open has ended. */
  ended(end: SessionEnd): void
}

/** Made by `autobahn.Connection`, and given to its `onopen`. */
export class Session {
  readonly #connection: Connection
  readonly #authentication: Authentication
  readonly #defer: Defer
  readonly #subscriber: Subscriber
  readonly #callee: Callee
  readonly #prefixes = new Prefixes()
  readonly #created = performance.now()
  #realm: Uri | null = null
  /** Whether calls disclose their caller where they do not say it themselves. */
  caller_disclose_me = false
  /** The same for publications. */
  publisher_disclose_me = false

  constructor({ link, defer, identification, ended }: SessionSetup) {
    const { authmethods, authid, on_user_error } = identification
    assert(!authmethods || Array.isArray(authmethods), 'Session.join: <authmethods> must be an array []')
    assert(!authid || typeof authid === 'string', 'Session.join: <authid> must be a string')
    const reportUser = (error: unknown, message: string) => handle_error(on_user_error, error, message)
    this.#defer = defer
    this.#subscriber = new Subscriber({ defer, session: this, reportUser })
    this.#callee = new Callee({ defer, session: this, reportUser })
    this.#authentication = authenticationOf(identification, this)
    const receiver: ConnectionReceiver = {
      event: message => this.#subscriber.event(message),
      invocation: (message, connection) => void this.#callee.invocation(message, connection),
      // Not announced.
      interrupt: () => {},
      revoked: details => {
        this.#subscriber.revoked(details)
        this.#callee.revoked(details)
      },
      liveness: () => {},
      ended,
    }
    this.#connection = new Connection(link, receiver, this.#authentication)
  }

  /** Null before and after. */
  get id(): Id | null {
    return this.isOpen ? this.#connection.id : null
  }

  get realm(): Uri | null {
    return this.isOpen ? this.#realm : null
  }

  get isOpen(): boolean {
    return this.#connection.isOpen
  }

  /** What both sides can do, by role; null before and after. */
  get features(): SessionFeatures | null {
    return this.isOpen ? commonFeatures(this.details) : null
  }

  /** WELCOME.Details. */
  get details(): WelcomeDetails {
    return this.#connection.details
  }

  /** For each topic its subscriptions. */
  get subscriptions(): Subscription[][] {
    return this.#subscriber.subscriptions
  }

  get registrations(): Registration[] {
    return this.#callee.registrations
  }

  /** Makes what this session's promises are made of. */
  get defer(): Defer {
    return this.#defer
  }

  /** Prints its arguments, under the session's id and age. */
  readonly log = (...items: unknown[]): void => {
    const age = Math.round((performance.now() - this.#created) * 1_000) / 1_000
    console.group(this.isOpen ? `WAMP session ${this.id} on '${this.realm}' at ${age} ms` : 'WAMP session')
    for (const item of items) console.log(item)
    console.groupEnd()
  }

  /** Opens the session. Rejects with a `WampError` of the router's reason. Called once, by `autobahn.Connection`. */
  async join(realm: Uri, signal?: AbortSignal): Promise<void> {
    assert(!realm || typeof realm === 'string', 'Session.join: <realm> must be a string')
    this.#realm = realm
    await this.#connection.join(realm, { roles: ROLES, ...this.#authentication.hello }, signal)
  }

  /** Leaves the realm. @throws the string "session not open". */
  leave(reason?: Uri, message?: string): void {
    assert(!reason || typeof reason === 'string', 'Session.leave: <reason> must be a string')
    assert(!message || typeof message === 'string', 'Session.leave: <message> must be a string')
    void this.#open().close(reason || 'wamp.close.normal', message ?? '')
  }

  /**
   * Resolves to null for an empty result, to a lone positional value as it is, else to a `Result`; rejects with an
   * `autobahn.Error`. @throws the string "session not open".
   */
  call(procedure: Uri, args?: unknown[] | null, kwargs?: Dict | null, options?: Dict | null): CallPromise {
    assertRequest('call', ['procedure', procedure], { args, kwargs, options })
    const connection = this.#open()
    return call(connection, this.#defer, {
      procedure: this.resolve(procedure),
      args,
      kwargs,
      options: { ...(this.caller_disclose_me && { disclose_me: true }), ...options },
    })
  }

  /** Returns undefined, or with `acknowledge` a promise. @throws the string "session not open". */
  publish(
    topic: Uri,
    args?: unknown[] | null,
    kwargs?: Dict | null,
    options?: Dict | null,
  ): ProgressPromise<Publication> | undefined {
    assertRequest('publish', ['topic', topic], { args, kwargs, options })
    const connection = this.#open()
    return publish(connection, this.#defer, {
      topic: this.resolve(topic),
      args,
      kwargs,
      options: { ...(this.publisher_disclose_me && { disclose_me: true }), ...options },
    })
  }

  /** `handler(args, kwargs, details, subscription)` hears of the events. @throws the string "session not open". */
  subscribe(topic: Uri, handler: EventHandler, options?: Dict | null): ProgressPromise<Subscription> {
    assertOffer('subscribe', ['topic', topic], { handler: ['handler', handler], options })
    return this.#subscriber.subscribe(this.#open(), { topic, resolved: this.resolve(topic), handler, options })
  }

  /** `endpoint(args, kwargs, details)` answers the calls. @throws the string "session not open". */
  register(procedure: Uri, endpoint: Endpoint, options?: Dict | null): ProgressPromise<Registration> {
    assertOffer('register', ['procedure', procedure], { handler: ['endpoint', endpoint], options })
    return this.#callee.register(this.#open(), { procedure, resolved: this.resolve(procedure), endpoint, options })
  }

  /** Resolves to whether it was the last one on its topic. @throws a string, as the others. */
  unsubscribe(subscription: Subscription): ProgressPromise<boolean> {
    const sentence = 'Session.unsubscribe: <subscription> must be an instance of class autobahn.Subscription'
    assert(subscription instanceof Subscription, sentence)
    return this.#subscriber.unsubscribe(this.#open(), subscription)
  }

  unregister(registration: Registration): ProgressPromise<void> {
    const sentence = 'Session.unregister: <registration> must be an instance of class autobahn.Registration'
    assert(registration instanceof Registration, sentence)
    return this.#callee.unregister(this.#open(), registration)
  }

  /** Lets `shortcut:name` stand for `uri.name`; without `uri` no longer. */
  prefix(shortcut: string, uri?: Uri | null): void {
    assert(typeof shortcut === 'string', 'Session.prefix: <prefix> must be a string')
    assert(!uri || typeof uri === 'string', 'Session.prefix: <uri> must be a string or falsy')
    this.#prefixes.set(shortcut, uri)
  }

  resolve(curie: string): Uri {
    assert(typeof curie === 'string', 'Session.resolve: <curie> must be a string')
    return this.#prefixes.resolve(curie)
  }

  #open(): Connection {
    if (!this.isOpen) throw NOT_OPEN
    return this.#connection
  }
}
