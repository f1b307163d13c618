// Caller: calls procedures [wamp:calling-and-invocations].

import { refusal, WampError } from '../protocol/errors.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { type CallOptions, type CancelMode, isLimit, LONGEST_TIMER, wireOptions } from './call-options.ts'
import type { Connection } from './connection.ts'
import { type Deferred, deferred } from './deferred.ts'
import { checkPassthru, type Passthru, type PassthruOptions, type Sealed } from './payload-passthru.ts'
import { unwrap } from './result.ts'

export type { CallOptions } from './call-options.ts'

export const CALLER_FEATURES = [
  'call_canceling',
  'caller_identification',
  'payload_passthru_mode',
  'progressive_call_invocations',
  'progressive_call_results',
] as const

/** Milliseconds that a dealer which keeps the time itself may be late, before this side stops waiting for it. */
const GRACE = 1_000

export interface CallRequest {
  readonly procedure: Uri
  readonly payload: Payload
  /** Checked; with `progress`, further arguments follow. */
  readonly options: CallOptions & { readonly progress?: boolean }
  /** Milliseconds to wait where the options say nothing. */
  readonly limit: number
}

const unset = () => {}

type Hear = (payload: Payload, details: m.ResultDetails) => void

/** One call, from CALL to whatever ends it. */
export class Call {
  /** The unwrapped result. */
  readonly result: Promise<unknown>
  readonly #connection: Connection
  readonly #passthru: Passthru
  readonly #request: CallRequest
  readonly #hear: Hear | undefined
  /** The first CALL's token, for those that follow. */
  readonly #token: Deferred<Uint8Array | undefined> | undefined
  #resolve: (value: unknown) => void = unset
  #reject: (reason: unknown) => void = unset
  /** CALL.Request, once sent. */
  #id: Id | undefined
  #state: 'open' | 'killed' | 'ended' = 'open'
  #killedFor: unknown
  /** How many messages of the call have gone, and come, before the next one. */
  #sent = 0
  #received = 0
  #abort: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param hear called for each progressive result; asks for them. What it throws fails the call. */
  constructor(via: { connection: Connection; passthru: Passthru }, request: CallRequest, hear?: Hear) {
    this.#connection = via.connection
    this.#passthru = via.passthru
    this.#request = request
    this.#hear = hear
    this.#token = request.options.progress ? deferred() : undefined
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const { options } = request
    if (options.signal?.aborted) this.#fail(options.signal.reason)
    else this.#begin()
  }

  /** Whether an answer is still waited for. */
  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Sends further arguments of a call that began with `progress` [wamp:progressive-call-invocations]. */
  send(payload: Payload, last: boolean): void {
    const { procedure, options } = this.#request
    checkPassthru(options, payload, [this.#connection, 'dealer'])
    this.#restart()
    const purpose = {
      kind: 'call',
      uri: procedure,
      call: this.#token?.promise,
      nth: this.#sent++,
      more: !last,
    } as const
    const send = ({ payload: sealed }: Sealed) => {
      // Options are frozen by the first CALL [R-PCI-4].
      if (!this.isOpen || this.#id === undefined) return
      this.#connection.reply([m.CALL, this.#id, last ? {} : { progress: true }, procedure, sealed])
    }
    // What cannot be sent leaves the callee waiting for it.
    this.#passthru.seal(purpose, payload, send, error => this.cancel(error))
  }

  /** Gives up. Rejects with `reason`, in mode `kill` only when the callee has ended its work. */
  cancel(reason: unknown, mode: CancelMode = 'killnowait'): void {
    if (this.#state === 'ended') return
    const told = this.#id !== undefined && this.#connection.supports('dealer', 'call_canceling')
    if (told) this.#connection.reply([m.CANCEL, this.#id as Id, { mode }])
    if (mode === 'kill' && told) {
      if (this.#state === 'open') this.#killedFor = reason
      this.#state = 'killed'
      return
    }
    if (this.#id !== undefined) this.#connection.forget(this.#id)
    this.#fail(reason)
  }

  #begin(): void {
    const { procedure, payload, options } = this.#request
    const { signal, cancelMode } = options
    if (signal) {
      this.#abort = () => this.cancel(signal.reason, cancelMode)
      signal.addEventListener('abort', this.#abort)
    }
    this.#restart()
    const start = (sealed: Sealed) => this.#start(sealed)
    const purpose = { kind: 'call', uri: procedure, nth: this.#sent++, more: options.progress === true } as const
    this.#passthru.seal(purpose, payload, start, error => this.#fail(error))
  }

  #start({ options, payload, token }: Sealed): void {
    this.#token?.resolve(token)
    if (this.#state === 'ended') return
    const { procedure } = this.#request
    const wire = Object.assign(wireOptions(this.#request.options, this.#hear !== undefined), options)
    checkPassthru(wire, payload, [this.#connection, 'dealer'])
    if (wire.progress && !this.#connection.supports('dealer', 'progressive_call_invocations')) {
      const sentence = 'this dealer takes no further arguments: progressive_call_invocations is not announced'
      throw new WampError('wamp.error.feature_not_supported', [sentence])
    }
    this.#id = this.#connection.request([m.CALL, 0, wire, procedure, payload], {
      progress: reply => this.#progress(reply, token),
      done: reply => this.#done(reply as m.Result_, token),
      failed: (error, details) => this.#failed(error, details, token),
    })
  }

  #progress([, , details, payload]: m.Result_, call: Uint8Array | undefined): void {
    const hear = this.#hear
    const nth = this.#received++
    // Nobody wants it any more, or nobody asked [T-21].
    if (!this.isOpen || !(hear || this.#request.options.receive_progress)) return
    this.#restart()
    if (hear === undefined) return
    const purpose = { kind: 'result', uri: this.#request.procedure, call, nth, more: true } as const
    const take = (opened: Sealed) => hear(opened.payload, opened.token ? { progress: true } : details)
    this.#passthru.open(purpose, { options: details, payload }, take, error => this.cancel(error))
  }

  #done([, , details, payload]: m.Result_, call: Uint8Array | undefined): void {
    const purpose = { kind: 'result', uri: this.#request.procedure, call, nth: this.#received } as const
    const take = (opened: Sealed) => this.#resolve(unwrap(opened.payload, opened.token ? {} : details))
    this.#end(() => this.#passthru.open(purpose, { options: details, payload }, take, this.#reject))
  }

  #failed(error: WampError, options: PassthruOptions = {}, call?: Uint8Array): void {
    // One misspelling stands in the specification itself.
    const uri = error.error === 'wamp.error.cancelled' ? 'wamp.error.canceled' : error.error
    if (this.#state === 'killed' && uri === 'wamp.error.canceled') return this.#fail(this.#killedFor)
    const purpose = { kind: 'error', uri: this.#request.procedure, call, nth: this.#received } as const
    const take = ({ payload: { args, kwargs } }: Sealed) => this.#reject(new WampError(uri, args, kwargs))
    this.#end(() =>
      this.#passthru.open(purpose, { options, payload: Payload.of(error.args, error.kwargs) }, take, this.#reject),
    )
  }

  #fail(reason: unknown): void {
    this.#end(() => this.#reject(reason))
  }

  #end(settle: () => void): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    clearTimeout(this.#timer)
    if (this.#abort) this.#request.options.signal?.removeEventListener('abort', this.#abort)
    this.#token?.resolve(undefined)
    settle()
  }

  /** Begins to wait anew: a limit is one for each answer. */
  #restart(): void {
    const { procedure, options, limit } = this.#request
    const { timeout = limit } = options
    const patience = isLimit(options.timeout) && this.#connection.supports('dealer', 'call_timeout') ? GRACE : 0
    clearTimeout(this.#timer)
    if (!isLimit(timeout) || timeout + patience > LONGEST_TIMER) return
    const late = () => refusal('wamp.error.timeout', `${procedure} was not answered within ${timeout} ms`)
    this.#timer = setTimeout(() => this.cancel(late()), timeout + patience)
  }
}
