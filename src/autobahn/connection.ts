// Connection: `autobahn.Connection`, which opens a session at a router and, when it was lost, another one.

import type { SessionEnd } from '../client/session-end.ts'
import { WampError } from '../protocol/errors.ts'
import type { Link } from '../protocol/link.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import { assert } from './assert.ts'
import { type Defer, defer } from './deferred.ts'
import { openForeign } from './foreign-link.ts'
import { type ErrorHandler, handle_error } from './handle-error.ts'
import type { Identification } from './identification.ts'
import { log } from './log.ts'
import { type NextRetry, Retry, type RetryOptions } from './retry.ts'
import { Session } from './session.ts'
import { transports } from './transport-registry.ts'
import type { Transport, TransportInfo, TransportOptions } from './transports.ts'
import type { NamedSerializer } from './wire-serializer.ts'

export interface ConnectionOptions extends RetryOptions, Identification<Session> {
  /** A `ws://` or `wss://` WAMP URL, or the invite to a room. */
  readonly url?: string
  /** Several ways, in place of `url`: the first that this platform has is used. */
  readonly transports?: TransportOptions[]
  readonly realm: Uri
  readonly serializers?: NamedSerializer[]
  readonly protocols?: string[]
  /** Whether a connection that never came about is tried again; true by default. */
  readonly retry_if_unreachable?: boolean
  /** Of another promise library, in place of our own. */
  readonly use_deferred?: Defer
  /** Our own promises are native ones anyway. */
  readonly use_es6_promises?: boolean
  /** Told of what went wrong elsewhere; the console by default. */
  readonly on_internal_error?: ErrorHandler
}

/**
 * Why `onclose` is called: the session was closed by either side · the connection was lost · it never came about · this
 * platform has no transport for it.
 */
export type CloseReason = 'closed' | 'lost' | 'unreachable' | 'unsupported'

export interface CloseDetails extends NextRetry {
  /** Of GOODBYE or ABORT, and a sentence with it; null where there was none. */
  readonly reason: Uri | null
  readonly message: string | null
  /** What failed, with a sentence for people, where something did. */
  readonly error?: Error
}

/** From `open`, or a retry, to `onclose`. */
interface Attempt {
  readonly transport: Transport
  readonly giveUp: AbortController
  /** Whether the transport has opened. */
  opened: boolean
}

const NO_TRANSPORT: { readonly info: TransportInfo } = { info: { type: 'none', url: null, protocol: null } }

export class Connection {
  /** A session is open: of the connection's, a new one each time. `details` are WELCOME's, and `transport`. */
  onopen: ((session: Session, details: Dict) => unknown) | null | undefined
  /** The connection has ended; what is returned truthy ends its retries too. */
  onclose: ((reason: CloseReason, details: CloseDetails) => unknown) | null | undefined
  readonly #options: ConnectionOptions
  readonly #defer: Defer
  readonly #factories: { create(): Transport }[]
  readonly #retry: Retry
  #attempt: Attempt | undefined
  #session: Session | null = null
  /** Whether the application wants to be connected. */
  #wanted = false
  /** How often a transport opened. */
  #successes = 0
  #retrying = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#defer = options.use_deferred ?? defer
    this.#retry = new Retry(options)
    const listed = options.transports ?? [{ type: 'websocket', url: options.url }]
    this.#factories = listed.flatMap(transport => this.#factory(transport) ?? [])
  }

  get defer(): Defer {
    return this.#defer
  }

  /** The one that is open, or about to be; within `onclose` the one that was. */
  get session(): Session | null {
    return this.#session
  }

  get isOpen(): boolean {
    return this.#session?.isOpen ?? false
  }

  /** Whether a transport is open, or about to be. */
  get isConnected(): boolean {
    return this.#attempt !== undefined
  }

  /** Whether it waits for its next try, or is at it. */
  get isRetrying(): boolean {
    return this.#retrying
  }

  get transport(): { readonly info: TransportInfo } {
    return this.#attempt?.transport ?? NO_TRANSPORT
  }

  /** @throws the string "connection already open (or opening)". */
  open(): void {
    if (this.#attempt) throw 'connection already open (or opening)'
    this.#cancelRetry()
    this.#retry.reset()
    this.#wanted = true
    this.#begin()
  }

  /** Leaves the realm and does not come back. @throws the string "connection already closed". */
  close(reason?: Uri, message?: string): void {
    const attempt = this.#attempt
    if (!attempt && !this.#retrying) throw 'connection already closed'
    this.#wanted = false
    this.#cancelRetry()
    if (this.#session?.isOpen) this.#session.leave(reason, message)
    else attempt?.giveUp.abort(new Error('The connection was closed.'))
  }

  #factory(given: TransportOptions): { create(): Transport } | undefined {
    const { url, serializers, protocols } = this.#options
    assert(given.type, 'No transport.type specified')
    assert(typeof given.type === 'string', 'transport.type must be a string')
    try {
      return new (transports.get(given.type))({ url, serializers, protocols, ...given })
    } catch (error) {
      handle_error(this.#options.on_internal_error, error)
      return undefined
    }
  }

  #begin(): void {
    const transport = this.#transport()
    if (!transport) {
      this.#wanted = false
      return void this.#tell('unsupported', { reason: null, message: null, ...this.#retry.next(false) })
    }
    const attempt: Attempt = { transport, giveUp: new AbortController(), opened: false }
    this.#attempt = attempt
    this.#session = null
    this.#run(attempt).catch(error => this.#failed(attempt, error))
  }

  #transport(): Transport | undefined {
    for (const factory of this.#factories) {
      try {
        return factory.create()
      } catch (error) {
        handle_error(this.#options.on_internal_error, error, 'could not create WAMP transport: ')
      }
    }
    return undefined
  }

  async #run(attempt: Attempt): Promise<void> {
    const { transport, giveUp } = attempt
    const link = await ('dial' in transport ? transport.dial(giveUp.signal) : openForeign(transport, giveUp.signal))
    if (giveUp.signal.aborted) link.close('the connection was closed')
    giveUp.signal.throwIfAborted()
    attempt.opened = true
    this.#retry.reset()
    this.#retrying = false
    this.#successes++
    try {
      await this.#join(attempt, link)
    } catch (error) {
      link.close('the session was not opened')
      throw error
    }
  }

  async #join(attempt: Attempt, link: Link): Promise<void> {
    const session = new Session({
      link,
      defer: this.#defer,
      identification: this.#options,
      ended: end => this.#ended(attempt, end),
    })
    this.#session = session
    await session.join(this.#options.realm, attempt.giveUp.signal)
    // It may have ended with the next message already.
    if (session.isOpen) this.#opened(session, attempt.transport.info)
  }

  #opened(session: Session, transport: TransportInfo): void {
    try {
      this.onopen?.(session, { ...session.details, transport })
    } catch (thrown) {
      handle_error(
        this.#options.on_user_error,
        thrown,
        'Exception raised from app code while firing Connection.onopen()',
      )
    }
  }

  /** A session that was open has ended. */
  #ended(attempt: Attempt, { reason, message, said = message }: SessionEnd): void {
    this.#failed(attempt, new WampError(reason, [said]))
  }

  /** The transport did not open, the router did not let us in, or the session ended. */
  #failed(attempt: Attempt, error: unknown): void {
    if (attempt !== this.#attempt) return
    // Only then did the router, or whoever lets people into a room, have its say.
    const decided = error instanceof WampError && error.error !== 'wamp.error.network_failure'
    if (decided || (this.#successes === 0 && this.#options.retry_if_unreachable === false)) this.#wanted = false
    const next = this.#retry.next(this.#wanted)
    this.#close(this.#reason(attempt, decided), {
      reason: decided ? error.error : null,
      message: decided ? String(error.args[0] ?? '') : null,
      ...next,
      ...(error instanceof Error && { error }),
    })
  }

  #reason({ opened, giveUp }: Attempt, decided: boolean): CloseReason {
    if (opened && (decided || giveUp.signal.aborted)) return 'closed'
    return this.#successes === 0 ? 'unreachable' : 'lost'
  }

  #close(reason: CloseReason, details: CloseDetails): void {
    this.#attempt = undefined
    const stop = this.#tell(reason, details)
    // Whoever was told may have opened it again.
    if (this.#attempt) return
    this.#session = null
    this.#retrying = details.will_retry && !stop && this.#wanted
    if (!this.#retrying) return
    log.debug('auto-reconnecting', details)
    this.#timer = setTimeout(() => this.#begin(), (details.retry_delay ?? 0) * 1_000)
  }

  /** Whether the application wants no further try. */
  #tell(reason: CloseReason, details: CloseDetails): boolean {
    if (!this.onclose) {
      if (reason !== 'closed') log.warn('connection closed', reason, details)
      return false
    }
    try {
      return Boolean(this.onclose(reason, details))
    } catch (thrown) {
      const where = 'Exception raised from app code while firing Connection.onclose()'
      handle_error(this.#options.on_user_error, thrown, where)
      return false
    }
  }

  #cancelRetry(): void {
    clearTimeout(this.#timer)
    this.#retrying = false
  }
}
