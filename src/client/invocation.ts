// Invocation: one call that an endpoint answers [wamp:calling-and-invocations].

import { refusal, WampError } from '../protocol/errors.ts'
import type { Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { payloadOf } from './arguments.ts'
import { isLimit, LONGEST_TIMER } from './call-options.ts'
import type { Connection } from './connection.ts'
import { type Deferred, deferred } from './deferred.ts'
import { type InvocationDetails, isAsyncIterable, type Part, toError, toPayload } from './endpoint.ts'
import { Parts } from './parts.ts'
import { checkPassthru, type Passthru, type Sealed } from './payload-passthru.ts'
import type { Registration } from './registration.ts'
import { Result } from './result.ts'

interface Sending {
  send(sealed: Sealed): void
  failed(error: unknown): void
}

/** What the invocations of a session share. */
export interface InvocationOwner {
  readonly passthru: Passthru
  /** Told of calls that could not be read and errors that could not be sent. */
  readonly report: (error: unknown) => void
  /** Called once. */
  readonly ended: (invocation: Invocation) => void
}

export class Invocation {
  readonly #message: m.Invocation
  readonly #registration: Registration
  readonly #connection: Connection
  readonly #owner: InvocationOwner
  readonly #procedure: Uri
  #isRunning = true
  /** Why nobody waits for the endpoint any more, or would rather not. */
  #why: unknown
  /** Made when the endpoint takes its signal: most do not, and it costs more than all the rest. */
  #controller: AbortController | undefined
  /** The arguments that follow, where some do. */
  readonly #parts: Parts<Part> | undefined
  readonly #token: Deferred<Uint8Array | undefined> | undefined
  /** Where the call came sealed, what ties its answers to it. */
  #call: Uint8Array | undefined
  #awaitsParts: boolean
  /** How many messages of the call have come, and gone, before the next one. */
  #received = 0
  #sent = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(message: m.Invocation, registration: Registration, connection: Connection, owner: InvocationOwner) {
    const [, , , details] = message
    this.#message = message
    this.#registration = registration
    this.#connection = connection
    this.#owner = owner
    this.#procedure = details.procedure ?? registration.procedure
    this.#awaitsParts = details.progress === true
    if (!this.#awaitsParts) return
    this.#parts = new Parts(slow => slow && this.#stop(slow))
    this.#token = deferred()
  }

  get id(): m.Id {
    return this.#message[1]
  }

  /** Whether further arguments are still to come. */
  get awaitsParts(): boolean {
    return this.#awaitsParts
  }

  start(): void {
    const [, , , details, payload] = this.#message
    this.#restart()
    const take = (opened: Sealed) => {
      this.#call = opened.token
      this.#token?.resolve(opened.token)
      if (this.#isRunning) void this.#run(opened.payload)
    }
    const { procedure: uri, options } = this.#registration
    const within = { uri, match: options.match }
    const purpose = { kind: 'call', uri: this.#procedure, within, ...this.#next(details.progress) } as const
    this.#owner.passthru.open(purpose, { options: details, payload }, take, error => this.#unreadable(error))
  }

  /** Takes further arguments; all but their payload was said by the first [R-PCI-4]. */
  continue([, , , { progress = false }, payload]: m.Invocation): void {
    this.#awaitsParts = progress
    this.#restart()
    const [, , , options] = this.#message
    const take = ({ payload: { args, kwargs } }: Sealed) => {
      // A last message without arguments says no more than that it is the last.
      if (progress || args.length > 0 || Object.keys(kwargs).length > 0) this.#parts?.push({ args, kwargs })
      if (!progress) this.#parts?.end()
    }
    const call = this.#token?.promise
    const purpose = { kind: 'call', uri: this.#procedure, call, ...this.#next(progress) } as const
    this.#owner.passthru.open(purpose, { options, payload }, take, error => this.#unreadable(error))
  }

  /** Which of the caller's messages has come. */
  #next(more = false): { nth: number; more: boolean } {
    return { nth: this.#received++, more }
  }

  /** The caller has given the call up [wamp:call-canceling]. */
  interrupt({ mode, reason = 'wamp.error.canceled' }: m.InterruptOptions): void {
    const why = new WampError(reason, ['the caller has given the call up'])
    if (mode !== 'kill') return this.silence(why)
    this.#abort(why)
    // The caller waits for an answer, which may be a long time coming from an endpoint that cannot know.
    if (!this.#controller) this.#refuse(why)
  }

  /** Nobody waits for an answer any more. */
  silence(why: WampError): void {
    if (!this.#isRunning) return
    this.#end()
    this.#abort(why)
  }

  async #run(payload: Payload): Promise<void> {
    try {
      const { endpoint } = this.#registration
      const returned = await endpoint(payload.args, payload.kwargs, this.#details())
      this.#answer(isAsyncIterable(returned) ? await this.#exhaust(returned) : returned)
    } catch (thrown) {
      this.#refuse(thrown)
    }
  }

  #details(): InvocationDetails {
    const [, , , details] = this.#message
    const signal = () => this.#signal()
    return {
      ...details,
      procedure: this.#procedure,
      progress: details.receive_progress ? (args, kwargs) => this.#progress(payloadOf(args, kwargs)) : null,
      parts: this.#parts ?? null,
      get signal() {
        return signal()
      },
    }
  }

  /** Sends what a generator yields, and returns what it returns. When the call is given up, its next yield is its last. */
  async #exhaust(iterable: AsyncIterable<unknown>): Promise<unknown> {
    const iterator = iterable[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await iterator.next()
      if (done) return value
      try {
        if (this.#why !== undefined) throw this.#why
        if (this.#message[3].receive_progress) this.#progress(toPayload(value))
      } catch (stopped) {
        await iterator.return?.()
        throw stopped
      }
    }
  }

  #progress(payload: Payload): void {
    if (!this.#isRunning) return
    this.#restart()
    this.#yield(payload, { progress: true })
  }

  #answer(result: unknown): void {
    if (!this.#isRunning) return
    this.#yield(toPayload(result), result instanceof Result ? { ...result.options } : {})
    this.#end()
  }

  #yield(payload: Payload, options: m.YieldOptions): void {
    checkPassthru(options, payload, [this.#connection, 'dealer'])
    const send = (sealed: Sealed) =>
      this.#connection.reply([m.YIELD, this.id, { ...options, ...sealed.options }, sealed.payload])
    const failed = (error: unknown) => this.#sendError(toError(error), { options: {} })
    this.#seal('result', payload, { send, failed }, options.progress)
  }

  #refuse(thrown: unknown): void {
    if (!this.#isRunning) return
    // What platforms throw for an aborted signal does not say what it was aborted for.
    const isAbort = this.#why !== undefined && thrown instanceof Error && thrown.name === 'AbortError'
    const error = toError(isAbort ? this.#why : thrown)
    this.#end()
    const failed = (unsendable: unknown) => {
      this.#owner.report(unsendable)
      this.#sendError(error, { options: {}, payload: Payload.empty })
    }
    const send = (sealed: Sealed) => this.#sendError(error, sealed)
    try {
      this.#seal('error', Payload.of(error.args, error.kwargs), { send, failed })
    } catch (unsendable) {
      failed(unsendable)
    }
  }

  #sendError(error: WampError, { options, payload = Payload.of(error.args, error.kwargs) }: Partial<Sealed>): void {
    this.#connection.reply([m.ERROR, m.INVOCATION, this.id, { ...options }, error.error, payload])
  }

  /** Has the payload sent as the call's own was: as it is and at once, or sealed. */
  #seal(kind: 'result' | 'error', payload: Payload, { send, failed }: Sending, more = false): void {
    if (this.#call === undefined) return send({ options: {}, payload })
    const purpose = { kind, uri: this.#procedure, call: this.#call, nth: this.#sent++, more }
    this.#owner.passthru.seal(purpose, payload, send, failed)
  }

  #unreadable(error: unknown): void {
    this.#owner.report(error)
    this.#stop(error)
  }

  /** Answers with an error of our own, whatever the endpoint is doing. */
  #stop(why: unknown): void {
    this.#refuse(why)
    this.#abort(why)
  }

  /** Tells the endpoint, by its signal and by the arguments that it waits for. */
  #abort(why: unknown): void {
    this.#why ??= why
    this.#parts?.fail(why)
    this.#controller?.abort(why)
  }

  #signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#why !== undefined) this.#controller.abort(this.#why)
    }
    return this.#controller.signal
  }

  #end(): void {
    this.#isRunning = false
    clearTimeout(this.#timer)
    this.#token?.resolve(undefined)
    this.#owner.ended(this)
  }

  /** Begins to wait anew: a timeout is one from each part to the next, either way [wamp:call-timeout]. */
  #restart(): void {
    const [, , , { timeout }] = this.#message
    if (!isLimit(timeout) || timeout > LONGEST_TIMER) return
    clearTimeout(this.#timer)
    const late = () => refusal('wamp.error.timeout', `${this.#procedure} did not answer within ${timeout} ms`)
    this.#timer = setTimeout(() => this.#stop(late()), timeout)
  }
}
