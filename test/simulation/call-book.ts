// CallBook: every call, how often it was invoked, and how it ended.

import { WampError } from '../../src/protocol/errors.ts'
import type { Ledger } from './ledger.ts'

export interface Call {
  readonly caller: string
  readonly callee: string
  /** Those of caller and callee when it was made. */
  readonly sessions: readonly [number, number]
  readonly number: number
  readonly at: number
  /** The callee's registration, where the router had it. */
  readonly registration: object | undefined
  invocations: number
  parts: number
  hasEnded: boolean
}

/** What may go wrong with a call when somebody leaves. */
const ALLOWED = new Set(
  ['network_failure', 'canceled', 'no_such_procedure', 'no_such_registration', 'timeout'].map(
    name => `wamp.error.${name}`,
  ),
)
/** Milliseconds of patience that callers have. */
const PATIENCE = 20_000

export class CallBook {
  readonly #ledger: Ledger
  readonly #calls = new Map<string, Call>()
  /** Registrations that the router has, by callee, with the session that each belongs to. */
  readonly #registered = new Map<string, { readonly session: number }>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  registered(callee: string, session: number): void {
    this.#registered.set(callee, { session })
  }

  unregistered(callee: string): void {
    this.#registered.delete(callee)
  }

  called(caller: string, callee: string, number: number): Call {
    this.#ledger.count('calls')
    const sessions = [this.#ledger.sessionOf(caller), this.#ledger.sessionOf(callee)] as const
    const known = this.#registered.get(callee)
    const registration = known?.session === sessions[1] ? known : undefined
    const at = this.#ledger.now
    const call = { caller, callee, sessions, number, at, registration, invocations: 0, parts: 0, hasEnded: false }
    this.#calls.set(`${caller}/${number}`, call)
    return call
  }

  invoked(callee: string, caller: string, number: number): void {
    const call = this.#calls.get(`${caller}/${number}`)
    if (call?.callee !== callee) return this.#ledger.fault(`${callee} was invoked for a call that nobody made`)
    if (++call.invocations > 1) this.#ledger.fault(`${callee} was invoked twice for call ${number} of ${caller}`)
  }

  part(call: Call, part: unknown): void {
    if (call.hasEnded) this.#fault(call, 'had a part after its end')
    if (part !== call.parts++) this.#fault(call, `had part ${part} as its ${call.parts}th`)
  }

  fulfilled(call: Call, value: unknown, parts: number): void {
    this.#end(call)
    this.#ledger.count('calls fulfilled')
    if (value !== call.number) this.#fault(call, `was answered with ${value}`)
    if (call.invocations !== 1) this.#fault(call, `was answered and invoked ${call.invocations} times`)
    if (call.parts !== parts) this.#fault(call, `had ${call.parts} parts of ${parts}`)
  }

  rejected(call: Call, error: unknown): void {
    this.#end(call)
    const uri = error instanceof WampError ? error.error : String(error)
    this.#ledger.say(call.caller, `call ${call.number} of ${call.callee} fails: ${uri}`)
    if (!ALLOWED.has(uri)) return this.#fault(call, `failed with ${error}`)
    if (uri === 'wamp.error.timeout' && this.#ledger.now >= call.at + PATIENCE) return
    const { caller, callee, sessions, registration } = call
    const stayed = this.#ledger.sessionOf(caller) === sessions[0] && this.#ledger.sessionOf(callee) === sessions[1]
    // Of a callee that has gone its caller may hear first.
    if (stayed && registration && this.#registered.get(callee) === registration) this.#suspects.push([call, uri])
  }

  /** Calls that failed though nobody seemed to have left. */
  readonly #suspects: [Call, string][] = []

  check(): void {
    for (const [call, uri] of this.#suspects) {
      if (this.#ledger.sessionOf(call.callee) === call.sessions[1]) this.#fault(call, `failed with ${uri}`)
    }
    for (const call of this.#calls.values()) {
      if (!call.hasEnded && this.#ledger.sessionOf(call.caller) > 0) this.#fault(call, 'never ended')
    }
  }

  #end(call: Call): void {
    if (call.hasEnded) this.#fault(call, 'ended twice')
    call.hasEnded = true
  }

  #fault({ number, caller, callee }: Call, what: string): void {
    this.#ledger.fault(`call ${number} of ${callee} by ${caller} ${what}`)
  }
}
