// SessionRecord: one session of a peer, and the rules for everything that the router sends to it.

import { type Dict, type Held, isId, type Ledger } from './ledger.ts'
import { type Match, matches } from './patterns.ts'

/** A request that was sent. */
export interface Sent {
  readonly type: number
  readonly uri: string
  readonly options: Dict
  /** What UNSUBSCRIBE and UNREGISTER name. */
  readonly id: number
  /** What stands in the arguments; of a progressive call all of them. */
  readonly keys: string[]
  answered: boolean
}

export interface Invoked {
  readonly key: string
  readonly registration: number
  answered: boolean
}

/** Which features a peer announced, for all roles alike. */
export type Announced = readonly string[]

export class SessionRecord {
  readonly id: number
  readonly realm: string
  readonly who: string
  readonly announced: Announced
  readonly requests = new Map<number, Sent>()
  readonly subscriptions = new Map<number, Held>()
  readonly registrations = new Map<number, Held>()
  readonly invocations = new Map<number, Invoked>()
  /** Keys of events that came, with the subscription they came on. */
  readonly events: string[] = []
  readonly #ledger: Ledger
  readonly #lastHeard = new Map<string, number>()
  #lastInvocation = 0

  constructor(
    { id, realm, who, announced }: Pick<SessionRecord, 'id' | 'realm' | 'who' | 'announced'>,
    ledger: Ledger,
  ) {
    this.id = id
    this.realm = realm
    this.who = who
    this.announced = announced
    this.#ledger = ledger
    ledger.holders.add(this)
  }

  /** Checks a message other than WELCOME, GOODBYE and ABORT. */
  hear([type, ...rest]: readonly unknown[]): void {
    const [request, second, third] = rest
    switch (type) {
      case 8:
        return this.#error(request, second, rest)
      case 17:
        return this.#published(request, second)
      case 33:
        return this.#began(this.subscriptions, this.#answer(32, request), second)
      case 35:
        return this.#ended(this.subscriptions, request, second, { type: 34, feature: 'subscription_revocation' })
      case 65:
        if (this.registrations.has(second as number)) this.#fault(`REGISTERED ${second} came again [T-20]`)
        return this.#began(this.registrations, this.#answer(64, request), second)
      case 67:
        return this.#ended(this.registrations, request, second, { type: 66, feature: 'registration_revocation' })
      case 36:
        return this.#event(request as number, second, third as Dict, rest[3])
      case 50:
        return this.#result(request, second as Dict, third)
      case 68:
        return this.#invocation(request as number, second as number, third as Dict, rest[3])
      case 69:
        return this.#interrupt(request as number, second as Dict)
      default:
        this.#fault(`message ${String(type)} is not for it`)
    }
  }

  /** Requests that were not answered, and should have been. */
  get unanswered(): string[] {
    return [...this.requests].flatMap(([request, { type, options, answered }]) =>
      answered || (type === 16 && options.acknowledge !== true) ? [] : [`request ${request} (${type}) of ${this.who}`],
    )
  }

  #fault(sentence: string): void {
    this.#ledger.fault(`${this.who}: ${sentence}`)
  }

  /** The request that is answered, for the first and only time. */
  #answer(type: number, request: unknown): Sent | undefined {
    const sent = this.requests.get(request as number)
    if (sent?.type !== type)
      return void this.#fault(`an answer to request ${String(request)} (${type}), which was not sent`)
    if (sent.answered) return void this.#fault(`request ${String(request)} (${type}) was answered twice`)
    sent.answered = true
    return sent
  }

  #error(type: unknown, request: unknown, [, , details, error]: readonly unknown[]): void {
    const sent = this.#answer(type as number, request)
    if (typeof error !== 'string' || typeof details !== 'object') this.#fault('a malformed ERROR')
    if (sent?.type === 16 && sent.options.acknowledge !== true)
      this.#fault('ERROR for a PUBLISH without acknowledge [R-PUB-2]')
  }

  #published(request: unknown, id: unknown): void {
    const sent = this.#answer(16, request)
    if (sent?.options.acknowledge !== true) this.#fault('PUBLISHED without acknowledge [R-PUB-1]')
    if (sent) this.#ledger.published(sent.keys[0] ?? '', id)
  }

  #began(held: Map<number, Held>, sent: Sent | undefined, id: unknown): void {
    if (sent === undefined) return
    if (!isId(id)) return this.#fault(`id ${String(id)}`)
    const { uri, options } = sent
    const match = (options.match ?? 'exact') as Match
    const known = held.get(id)
    if (known && (known.uri !== uri || known.match !== match)) this.#fault(`id ${id} is of ${known.uri} and of ${uri}`)
    if (options.force_reregister === true) this.#ledger.forced(this.realm, { uri, match, options }, id)
    const same = [...held].find(([, one]) => one.uri === uri && one.match === match && !one.lost)
    if (same && same[0] !== id) this.#fault(`${uri} has two ids, ${same[0]} and ${id} [R-SUB-2]`)
    held.set(id, { uri, match, options })
  }

  #ended(held: Map<number, Held>, request: unknown, details: unknown, by: { type: number; feature: string }): void {
    if (request !== 0) {
      const sent = this.#answer(by.type, request)
      return void held.delete(sent?.id ?? 0)
    }
    if (!this.announced.includes(by.feature)) this.#fault(`revoked without ${by.feature} [R-REV-1]`)
    const { subscription, registration } = (details ?? {}) as Dict
    if (!held.delete((subscription ?? registration) as number))
      this.#fault('something was revoked that it did not hold')
  }

  #event(subscription: number, publication: unknown, details: Dict, args: unknown): void {
    const held = this.subscriptions.get(subscription)
    if (held === undefined)
      return this.#fault(`EVENT on subscription ${subscription}, which it does not hold [R-SUB-4, T-20]`)
    const [kind, who, number] = (args ?? []) as [unknown, string, number]
    // The router's own events, and testaments, which are published later and by nobody.
    if (kind !== 'event') return
    const key = `${who}/${number}`
    this.#ledger.published(key, publication)
    const said = this.#ledger.publications.get(key)
    if (said === undefined || said.realm !== this.realm) return this.#fault(`EVENT ${key} is from another realm`)
    if (!matches(held, said.uri)) this.#fault(`EVENT of ${said.uri} on ${held.match} ${held.uri}`)
    if (held.match !== 'exact' && details.topic !== said.uri)
      this.#fault('EVENT of a pattern without its topic [R-PS-2]')
    if (said.options.disclose_me !== true && 'publisher' in details) this.#fault('a publisher was disclosed unasked')
    // What is retained comes late.
    if (details.retained === true) return
    this.#inOrder(`event of ${who}`, number, 0)
    this.#inOrder(`event of ${who} on ${subscription}`, number, 1)
    if (!this.#mayHave(said.options, said.session)) this.#fault(`EVENT ${key} was not for it [R-BW-1, R-PUB-3]`)
    this.events.push(`${key} on ${subscription}`)
  }

  #mayHave(options: Dict, publisher: number): boolean {
    const { exclude_me, exclude, eligible } = options as {
      exclude_me?: boolean
      exclude?: number[]
      eligible?: number[]
    }
    if (publisher === this.id && exclude_me !== false) return false
    return !exclude?.includes(this.id) && (eligible === undefined || eligible.includes(this.id))
  }

  /** Numbers of one kind rise by at least `step` [R-ORD-1, R-ORD-2]. */
  #inOrder(kind: string, number: number, step: number): void {
    const last = this.#lastHeard.get(kind) ?? Number.NEGATIVE_INFINITY
    if (number < last + step) this.#fault(`${kind}: ${number} came after ${last}`)
    this.#lastHeard.set(kind, number)
  }

  #result(request: unknown, details: Dict, args: unknown): void {
    const sent = this.requests.get(request as number)
    if (details.progress === true) {
      if (sent?.type !== 48 || sent.answered)
        return this.#fault(`progress for ${String(request)}, which is no call in flight`)
      if (sent.options.receive_progress !== true) this.#fault('progress that was not asked for [T-21]')
    } else if (this.#answer(48, request) === undefined) return
    const [kind, key] = (args ?? []) as [unknown, string]
    if (kind === 'result' && !sent?.keys.includes(key)) this.#fault(`the result of ${key} came for ${sent?.keys}`)
  }

  #invocation(request: number, registration: number, details: Dict, args: unknown): void {
    const [, who, number] = (args ?? []) as [unknown, string, number]
    const key = `${who}/${number}`
    const call = this.#ledger.calls.get(key)
    if (call === undefined || call.realm !== this.realm)
      return this.#fault(`INVOCATION of ${key}, which nobody called here`)
    const known = this.invocations.get(request)
    if (known) this.#continued(known, details)
    else this.#invoked({ request, registration, details, key, uri: call.uri })
    if (!this.#ledger.rerouted.has(key)) this.#inOrder(`call of ${who}`, number, 1)
    for (const [detail, feature] of Object.entries(NEEDS)) {
      if (detail in details && !this.announced.includes(feature))
        this.#fault(`INVOCATION with ${detail} without ${feature}`)
    }
  }

  #invoked({
    request,
    registration,
    details,
    key,
    uri,
  }: Dict & { request: number; registration: number; details: Dict; key: string; uri: string }): void {
    if (request !== this.#lastInvocation + 1)
      this.#fault(`INVOCATION ${request} after ${this.#lastInvocation} [R-ID-3]`)
    this.#lastInvocation = request
    this.invocations.set(request, { key, registration, answered: false })
    const held = this.registrations.get(registration)
    if (held === undefined)
      return this.#fault(`INVOCATION on registration ${registration}, which it does not hold [R-REG-4]`)
    if (!matches(held, uri)) this.#fault(`INVOCATION of ${uri} on ${held.match} ${held.uri}`)
    if (held.match !== 'exact' && details.procedure !== uri)
      this.#fault('INVOCATION of a pattern without its procedure [R-PAT-2]')
  }

  #continued(known: Invoked, _details: Dict): void {
    if (!this.announced.includes('progressive_call_invocations')) this.#fault(`INVOCATION ${known.key} came again`)
  }

  #interrupt(request: number, { mode }: Dict): void {
    if (!this.announced.includes('call_canceling')) this.#fault('INTERRUPT without call_canceling [R-CC-2]')
    if (!this.invocations.has(request)) this.#fault(`INTERRUPT ${request}, which it was never sent`)
    if (mode !== 'kill' && mode !== 'killnowait') this.#fault(`INTERRUPT with mode ${String(mode)} [T-15]`)
  }
}

/** Details of an INVOCATION that only some callees know what to do with. */
const NEEDS: Readonly<Record<string, string>> = {
  receive_progress: 'progressive_call_results',
  progress: 'progressive_call_invocations',
  ppt_scheme: 'payload_passthru_mode',
}
