// Witness: a peer that says what it is told to, right or wrong, and checks all that it hears.

import type { Frame, Link } from '../../src/protocol/link.ts'
import { decodeRaw, encodeRaw, type Raw } from '../raw-codec.ts'
import { type Dict, isId, type Ledger } from './ledger.ts'
import { type Announced, type Sent, SessionRecord } from './session-record.ts'

interface Welcome {
  readonly roles: { readonly dealer: { readonly features: object } }
}

export class Witness {
  readonly link: Link
  readonly name: string
  readonly #ledger: Ledger
  /** Whether it answers GOODBYE. */
  readonly polite: boolean
  session: SessionRecord | undefined
  closed = false
  #state: 'new' | 'greeting' | 'open' | 'over' = 'new'
  #hello: { realm: string; announced: Announced } = { realm: '', announced: [] }
  #sessions = 0
  #lastRequest = 0
  #number = 0
  /** What the router announced as a dealer. */
  #features: ReadonlySet<string> = new Set()

  constructor(link: Link, { name, polite, ledger }: { name: string; polite: boolean; ledger: Ledger }) {
    this.link = link
    this.name = name
    this.polite = polite
    this.#ledger = ledger
    link.start({ frame: frame => this.#hear(frame), closed: () => this.#ended() })
  }

  /** Sends a message as it is. */
  says(message: Raw): void {
    this.link.send(encodeRaw(this.link.serializer.id, message))
  }

  joins(realm: string, announced: Announced): void {
    if (this.#state !== 'new') return
    const features = { features: Object.fromEntries(announced.map(feature => [feature, true])) }
    this.#hello = { realm, announced }
    this.#state = 'greeting'
    this.says([1, realm, { roles: { caller: features, callee: features, publisher: features, subscriber: features } }])
  }

  /** Sends a request with the next id. `rest` follows the id. */
  requests(type: number, options: Dict, { uri = '', id = 0 }: { uri?: string; id?: number }): void {
    const { session } = this
    if (session === undefined) return
    const request = ++this.#lastRequest
    const sent: Sent = { type, uri, options, id, keys: [], answered: false }
    session.requests.set(request, sent)
    if (id > 0) return this.says([type, request, id])
    if (type !== 16 && type !== 48) return this.says([type, request, options, uri])
    this.says([type, request, options, uri, this.#arguments(session, sent)])
  }

  /** Calls a procedure of the router's own. */
  requestsMeta(uri: string, args: readonly unknown[]): void {
    const request = ++this.#lastRequest
    this.session?.requests.set(request, { type: 48, uri, options: {}, id: 0, keys: [], answered: false })
    this.says([48, request, {}, uri, args])
  }

  /** Whether it announced a feature of callers, and the router of dealers. */
  maySend(feature: string): boolean {
    return this.#features.has(feature) && (this.session?.announced.includes(feature) ?? false)
  }

  /** Sends more of a progressive call. */
  continues(request: number, last: boolean): void {
    const { session } = this
    const sent = session?.requests.get(request)
    if (session === undefined || sent === undefined) return
    this.says([48, request, { ...sent.options, progress: !last }, sent.uri, this.#arguments(session, sent)])
  }

  #arguments(session: SessionRecord, { type, uri, options, keys }: Sent): unknown[] {
    const key = `${session.who}/${++this.#number}`
    keys.push(key)
    const said = { realm: session.realm, session: session.id, uri, options }
    ;(type === 16 ? this.#ledger.publications : this.#ledger.calls).set(key, said)
    return [type === 16 ? 'event' : 'call', session.who, this.#number]
  }

  /** Answers an invocation with a result, progress, or the error of that URI. */
  answers(invocation: number, { progress = false, error }: { progress?: boolean; error?: string | undefined }): void {
    const invoked = this.session?.invocations.get(invocation)
    if (invoked === undefined) return
    if (!progress) invoked.answered = true
    if (error === 'wamp.error.unavailable') this.#ledger.rerouted.add(invoked.key)
    if (error !== undefined) return this.says([8, 68, invocation, {}, error, [invoked.key]])
    this.says([70, invocation, progress ? { progress } : {}, ['result', invoked.key]])
  }

  leaves(): void {
    if (this.#state !== 'open') return
    this.says([6, {}, 'wamp.close.normal'])
    this.#forget()
    this.#state = 'over'
    this.#goodbyes = 1
  }

  /** GOODBYEs of ours that wait for their answer. */
  #goodbyes = 0

  #hear(frame: Frame): void {
    const message = decodeRaw(this.link.serializer.id, frame)
    const [type, second, third] = message
    this.#ledger.heard.set(type, (this.#ledger.heard.get(type) ?? 0) + 1)
    if (type === 2) return this.#welcomed(second, third as Welcome)
    if (type === 3) return this.#aborted()
    if (type === 6) return this.#dismissed()
    if (this.#state === 'open') return this.session?.hear(message)
    // Between our GOODBYE and its answer the router may still have been sending.
    if (this.#goodbyes === 0)
      this.#ledger.fault(`${this.name}: ${JSON.stringify(message)} while its session is not open`)
  }

  #welcomed(id: unknown, { roles }: Welcome): void {
    this.#features = new Set(Object.keys(roles.dealer.features))
    if (this.#state !== 'greeting') return this.#ledger.fault(`${this.name}: WELCOME that it did not wait for`)
    if (!isId(id) || this.#ledger.sessions.has(id)) return this.#ledger.fault(`${this.name}: session id ${String(id)}`)
    this.#ledger.sessions.add(id)
    this.#lastRequest = 0
    this.#state = 'open'
    this.session = new SessionRecord({ id, who: `${this.name}.${++this.#sessions}`, ...this.#hello }, this.#ledger)
  }

  #aborted(): void {
    if (this.#state === 'over' && this.#goodbyes === 0)
      this.#ledger.fault(`${this.name}: ABORT after the end of its session`)
    this.#forget()
    this.#state = 'over'
  }

  #dismissed(): void {
    if (this.#goodbyes > 0) {
      this.#goodbyes--
      // The link may carry another session now [R-TR-3].
      if (this.#state === 'over') this.#state = 'new'
      return
    }
    if (this.#state !== 'open') return this.#ledger.fault(`${this.name}: GOODBYE while its session is not open`)
    this.#forget()
    this.#state = 'over'
    if (this.polite) this.says([6, {}, 'wamp.close.goodbye_and_out'])
  }

  #forget(): void {
    if (this.session) this.#ledger.sessions.delete(this.session.id)
    this.session = undefined
  }

  #ended(): void {
    if (this.closed) this.#ledger.fault(`${this.name}: its link closed twice`)
    this.closed = true
    this.#forget()
    this.#state = 'over'
  }
}
