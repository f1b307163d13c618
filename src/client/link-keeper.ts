// LinkKeeper: keeps a session joined. It dials, joins, waits and tries again, until the session is closed.

import { refusal, sentenceOf, WampError } from '../protocol/errors.ts'
import { type Link, type Liveness, NO_TRANSFERS, type Transfers } from '../protocol/link.ts'
import type { Uri } from '../protocol/messages.ts'
import { Authentication } from './auth/authentication.ts'
import { Connection, type ConnectionReceiver } from './connection.ts'
import { type Deferred, deferred } from './deferred.ts'
import { helloDetails } from './hello.ts'
import { Backoff, isFinal } from './reconnect.ts'
import { handle } from './report-uncaught.ts'
import type { SessionEnd } from './session-end.ts'
import type { Dial, SessionOptions, SessionState } from './session-options.ts'

/** Milliseconds of an open session after which a lost link is an accident, and tried again soon. */
const STABLE_TIME = 10_000

/** Whose session it is: hears of connections, and of what the router sends unasked. */
export interface LinkUser extends Omit<ConnectionReceiver, 'ended' | 'liveness' | 'transfers'> {
  connected(connection: Connection): void
  /** The connection has ended; another may follow. */
  disconnected(): void
  /** None will follow, unless the session is opened again. */
  closed(why: WampError): void
  report(error: unknown): void
}

export class LinkKeeper {
  readonly #dial: Dial
  readonly #options: SessionOptions
  readonly #user: LinkUser
  readonly #backoff = new Backoff()
  /** Whether the router gives signs of life. */
  liveness: Liveness = 'alive'
  /** The large messages that are under way. */
  transfers = NO_TRANSFERS
  #state: SessionState = 'closed'
  #connection: Connection | undefined
  #dialing: AbortController | undefined
  #wasOpen = false
  #suspended = false
  #openSince = Number.POSITIVE_INFINITY
  #opened: Deferred<void> | undefined

  constructor(dial: Dial, options: SessionOptions, user: LinkUser) {
    this.#dial = dial
    this.#options = options
    this.#user = user
  }

  get state(): SessionState {
    return this.#state
  }

  /** The one that is joined, if one is. */
  get connection(): Connection | undefined {
    return this.#connection
  }

  get realm(): Uri {
    return this.#options.realm ?? 'realm1'
  }

  /** Resolves when the realm is joined, rejects where that fails for good. */
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
  async close(reason: Uri, message: string): Promise<void> {
    const connection = this.#connection
    const dialing = this.#dialing
    this.#finish({ reason, message: message || 'the session was closed' })
    dialing?.abort(new WampError(reason, ['the session was closed']))
    await connection?.close(reason, message)
  }

  /** Leaves the realm until `retry`. */
  suspend(): void {
    if (this.#state === 'closed' || this.#suspended) return
    this.#suspended = true
    this.#backoff.cancel()
    this.#dialing?.abort(refusal('wamp.error.network_failure', 'the session was suspended'))
    const connection = this.#connection
    if (connection) this.#ended(connection, { reason: 'wamp.close.normal', message: 'the session was suspended' })
    connection?.quit('wamp.close.normal', 'the session was suspended')
  }

  /** Goes on after `suspend`, or tries again now if it waits to do so. */
  retry(): void {
    if (!this.#suspended) return this.#backoff.now()
    this.#suspended = false
    void this.#connect()
  }

  async #connect(): Promise<void> {
    const dialing = new AbortController()
    this.#dialing = dialing
    try {
      const authentication = new Authentication(this.#options)
      const link = await this.#dial(dialing.signal)
      if (dialing.signal.aborted) link.close('the session was closed')
      else await this.#join(link, dialing.signal, authentication)
    } catch (error) {
      if (!dialing.signal.aborted) this.#failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async #join(link: Link, closing: AbortSignal, authentication: Authentication): Promise<void> {
    const connection = new Connection(
      link,
      {
        event: message => this.#user.event(message),
        invocation: (message, on) => this.#user.invocation(message, on),
        interrupt: message => this.#user.interrupt(message),
        revoked: details => this.#user.revoked(details),
        liveness: liveness => {
          if (connection !== this.#connection) return
          this.liveness = liveness
          handle(() => this.#options.onliveness?.(liveness), this.#user.report)
        },
        transfers: transfers => this.#carry(transfers),
        ended: end => this.#ended(connection, end),
      },
      authentication,
    )
    const { joinTimeout = 15_000 } = this.#options
    const late = refusal('wamp.error.timeout', `the router did not answer HELLO within ${joinTimeout} ms`)
    const joining = new AbortController()
    const timer = setTimeout(() => joining.abort(late), joinTimeout)
    try {
      await connection.join(this.realm, helloDetails(authentication), AbortSignal.any([joining.signal, closing]))
    } finally {
      clearTimeout(timer)
    }
    // Closed after WELCOME had come, and before we came to it.
    if (closing.aborted) return void connection.close('wamp.close.normal', '')
    // Ended by what came right behind WELCOME.
    const { end } = connection
    if (end) throw new WampError(end.reason, [end.message])
    this.#joined(connection)
  }

  #joined(connection: Connection): void {
    this.#connection = connection
    this.#dialing = undefined
    this.#wasOpen = true
    this.#openSince = performance.now()
    this.#user.connected(connection)
    this.#change('open')
    this.#opened?.resolve()
  }

  #ended(connection: Connection, end: SessionEnd): void {
    if (connection !== this.#connection) return
    this.#connection = undefined
    this.liveness = 'alive'
    this.#user.disconnected()
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
    this.#user.closed(refusal('wamp.error.network_failure', end.message))
    opened?.reject(error ?? new WampError(end.reason, [end.message]))
    this.#change('closed', error)
  }

  #carry(transfers: Transfers): void {
    if (transfers === this.transfers) return
    this.transfers = transfers
    handle(() => this.#options.ontransfers?.(transfers), this.#user.report)
  }

  #change(state: SessionState, error?: Error): void {
    this.#state = state
    this.#carry(NO_TRANSFERS)
    handle(() => this.#options.onstate?.(state, error), this.#user.report)
  }
}
