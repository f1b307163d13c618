// <wamp-session>: a WAMP session for a page and what stands inside the element.

import { ContextProvider } from '@lit/context'
import { css, html, LitElement, type TemplateResult } from 'lit'
import type { Session } from '../client/session.ts'
import type { SessionOptions, SessionState } from '../client/session-options.ts'
import type { Transport } from '../host/dial.ts'
import type { HostOptions, RouterPlace } from '../host/host-options.ts'
import type { Room } from '../host/room.ts'
import type { TraceObserver } from '../host/trace/trace-record.ts'
import type { Liveness, Transfers } from '../protocol/link.ts'
import { changes, WampErrorEvent, WampTransferEvent } from './events.ts'
import { InviteLinks } from './invite-links.ts'
import type { Progress } from './opened.ts'
import { keepPageInvite, takePageInvite } from './page-invite.ts'
import { sessionContext, sessionElementContext } from './session-context.ts'
import { SessionController, type SessionRole } from './session-controller.ts'
import { type Destination, type SessionSettings, settingsOf, warnOfPlace } from './session-settings.ts'
import { upgradeProperties } from './upgrade-properties.ts'

/**
 * Hosts a room, joins one by its invite, or connects to a WAMP router, and keeps the session open.
 * What a host is told counts from its next opening: set it before the element is defined, or call `open()`.
 *
 * @summary A WAMP session for a page.
 * @tag wamp-session
 * @attr {string} realm - the realm; `realm1` by default
 * @attr {string} url - a WAMP router to use instead of a room, `ws://` or `wss://`
 * @attr {boolean} host - be the host, if the page came without an invite
 * @attr {string} router - where the hosted router lives: `tab`, `shared-worker`, `service-worker`; by default a SharedWorker
 *   where the browser has such and `worker` is given, and else the tab
 * @attr {string} signaling - the signaling server's base URL; the page's origin by default
 * @attr {string} worker - the URL of the worker script, for routers in workers
 * @attr {boolean} durable - of a room in a worker: nothing is lost even when the worker ends at any moment
 * @attr {boolean} no-plain-clients - of a host: refuse plain WAMP clients
 * @fires {WampOpenEvent} wamp-open - the session opened, or opened again
 * @fires {WampCloseEvent} wamp-close - the session closed for good
 * @fires {WampErrorEvent} wamp-error - something went wrong
 * @fires {WampStateEvent} wamp-state - state, role, transport, invite or error changed
 * @fires {WampTransferEvent} wamp-transfer - a large message goes or comes: `transfers` says how far it is
 * @slot - what shall have the session, by context
 * @cssState closed - the state
 * @cssState connecting - the state
 * @cssState open - the state
 * @cssState reconnecting - the state
 * @cssState host - the role
 * @cssState guest - the role
 * @cssState client - the role
 * @cssState memory - the transport
 * @cssState message-port - the transport
 * @cssState data-channel - the transport
 * @cssState relay - the transport
 * @cssState websocket - the transport
 * @cssState waiting - nobody hosts the room of the invite now
 * @cssState preparing - what is being done, see `progress`
 * @cssState signaling - what is being done
 * @cssState joining - what is being done
 * @cssState upgrading - a relayed guest still tries for a data channel
 * @cssState asleep - the other side is silent; the session goes on, and what it sends waits
 * @cssState at-risk - of a host: its browser may put the page to sleep
 */
export class WampSessionElement extends LitElement {
  static override properties = {
    realm: {},
    url: {},
    host: { type: Boolean, reflect: true },
    router: {},
    signaling: {},
    worker: {},
    durable: { type: Boolean },
    noPlainClients: { type: Boolean, attribute: 'no-plain-clients' },
    permissions: { attribute: false },
    authenticators: { attribute: false },
    settings: { attribute: false },
    iceServers: { attribute: false },
    encryption: { attribute: false },
    auth: { attribute: false },
  }
  static override styles = css`:host { display: contents } :host([hidden]) { display: none }`

  declare realm: string
  declare url: string | undefined
  declare host: boolean
  declare router: RouterPlace | undefined
  declare signaling: string | undefined
  declare worker: string | undefined
  declare durable: boolean
  declare noPlainClients: boolean
  /** Of a host: who may do what; with functions in it, the router lives in the tab. */
  declare permissions: HostOptions['permissions']
  /** Of a host: how plain clients say who they are. */
  declare authenticators: HostOptions['authenticators']
  /** Of a host: the other settings of its realm. */
  declare settings: HostOptions['settings']
  /** Of a host: STUN and TURN servers, for guests on other networks. */
  declare iceServers: HostOptions['iceServers']
  /** Makes payloads unreadable for the router, see `payloadEncryption`. */
  declare encryption: SessionOptions['encryption']
  /** With `url`: ways to authenticate, the best first; others begin a session of their own. */
  declare auth: SessionOptions['auth']

  readonly #controller = new SessionController(this)
  readonly #context = new ContextProvider(this, { context: sessionContext })
  readonly #elementContext = new ContextProvider(this, { context: sessionElementContext })
  readonly #internals = this.attachInternals()
  #page: string | undefined
  #shown: SessionState = 'closed'
  #started = false

  constructor() {
    super()
    new InviteLinks(this, {
      invited: invite => this.#begin({ invite }),
      refused: error => this.dispatchEvent(new WampErrorEvent(error)),
    })
    this.realm = 'realm1'
    this.host = false
  }

  /** The session, from when it first opened until it is closed; it outlives lost connections. */
  get session(): Session | undefined {
    return this.#controller.session
  }

  /** A host's is `open` when others can come in. */
  get state(): SessionState {
    return this.#controller.state
  }

  /** What this page is in its session; null without one. */
  override get role(): SessionRole | null {
    return this.#controller.role ?? null
  }

  /** What carries the session now. */
  get transport(): Transport | undefined {
    return this.#controller.transport
  }

  /** The URL to share. It is a secret: whoever has it can join. */
  get invite(): string | undefined {
    return this.#controller.invite
  }

  /** Joins the room of an invite, instead of whatever was open. The invite to one's own room hosts it. */
  set invite(invite: string) {
    this.#begin({ invite })
  }

  /** Of a host: where plain WAMP clients of any language join. */
  get plainUrl(): string | undefined {
    return this.#controller.plainUrl
  }

  /** The page that invites open; this page by default. Another address of this machine lets other devices in. */
  get page(): string | undefined {
    return this.#page
  }

  set page(page: string | undefined) {
    this.#page = page
    this.sessionChanged()
  }

  /** Of a host: its room. */
  get room(): Room | undefined {
    return this.#controller.room
  }

  /** Whether nobody hosts the room of the invite now: the element waits for a host and then joins. */
  get waiting(): boolean {
    return this.#controller.waiting
  }

  /**
   * `asleep` while the other side is silent: a session goes on meanwhile, what it sends waits, and `state` is
   * `reconnecting`.
   */
  get liveness(): Liveness | undefined {
    return this.#controller.liveness
  }

  /** Of a host: why its browser may put this page to sleep, and the room with it; a sentence for people. */
  get risk(): string | undefined {
    return this.#controller.risk
  }

  /** What is being done at the moment, if anything. */
  get progress(): Progress | undefined {
    return this.#controller.progress
  }

  /** What is wrong now; its message is a sentence for people. */
  get error(): Error | undefined {
    return this.#controller.error
  }

  /** Milliseconds to the other side and back, as measured last; links that are never idle do not measure. */
  get roundTrip(): number | undefined {
    return this.#controller.roundTrip
  }

  /** @internal For the controller. */
  get sessionSettings(): SessionSettings {
    return settingsOf(this)
  }

  /** Opens the session as the attributes say; without `url`, hosts. Rejects where that fails for good. */
  async open(): Promise<Session> {
    this.#started = true
    return this.#controller.open(this.url ? { url: this.url } : { host: true })
  }

  /** Opens one more session by the same way, for a component with a session id of its own. */
  connect(options?: SessionOptions): Promise<Session> {
    return this.#controller.connect(options)
  }

  /**
   * Tells `observer` of each WAMP message that passes, until the returned function is called: of a host, of all messages at
   * its room's router, payloads included; of a guest or client, of those of its own sessions. It goes on when the session opens
   * later, or another one does.
   */
  trace(observer: TraceObserver): () => void {
    return this.#controller.trace(observer)
  }

  /** Leaves, and of a host closes the room. A reload of the page does not come back. */
  async close(reason?: string): Promise<void> {
    this.#started = false
    keepPageInvite(undefined)
    await this.#controller.close(reason)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    upgradeProperties(this, 'page', 'invite')
    if (this.#started) return
    const invite = this.url ? undefined : takePageInvite()
    if (invite !== undefined) this.invite = invite
    else if (this.hasUpdated) this.#beginByAttributes()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // Moved within the page, the element is back before this runs.
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#started = false
      void this.#controller.close()
    })
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('router') || changed.has('worker')) warnOfPlace(this.router, this.worker)
    const another = changed.has('url') || (changed.has('auth') && this.url)
    if (another || (changed.has('host') && !this.#started)) this.#beginByAttributes()
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`
  }

  /** @internal Called by the controller. */
  sessionChanged(error?: Error): void {
    const { state, role, transport, progress, liveness, risk } = this.#controller
    const states = [state, role, transport, progress, liveness === 'asleep' && 'asleep', risk && 'at-risk']
    this.#internals.states.clear()
    for (const name of states) if (name) this.#internals.states.add(name)
    const before = this.#shown
    this.#shown = state
    // Given again when it opened again: what asks by itself may ask again.
    this.#context.setValue(this.session, state !== before)
    this.#elementContext.setValue(this, true)
    for (const event of changes(error, state === before ? undefined : state, this.error)) this.dispatchEvent(event)
  }

  /** @internal Called by the controller. */
  transfersChanged(transfers: Transfers): void {
    this.#elementContext.setValue(this, true)
    this.dispatchEvent(new WampTransferEvent(transfers))
  }

  #beginByAttributes(): void {
    if (this.url) this.#begin({ url: this.url })
    else if (this.host && !this.#started) this.#begin({ host: true })
  }

  #begin(destination: Destination): void {
    this.#started = true
    // Who set a property has no promise to look at: `error` and `wamp-error` tell.
    this.#controller.open(destination).catch(() => {})
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-session': WampSessionElement
  }
}
