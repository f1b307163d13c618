// Call controller: one call at a time for an element, with what came of it.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { Result } from '../client/result.ts'
import type { Session } from '../client/session.ts'
import type { Dict } from '../protocol/messages.ts'

/** What a call resolved to, as it is and as arguments. */
export interface CallResult {
  /** As `session.call` resolves: null, a lone value, or a `Result`. */
  readonly result: unknown
  readonly args: readonly unknown[]
  readonly kwargs: Dict
  /** Whether others are to follow. */
  readonly progress: boolean
}

export interface CallSettings {
  readonly args?: readonly unknown[] | undefined
  readonly kwargs?: Dict | undefined
  /** Milliseconds; that of the session by default, 0 for ever. */
  readonly timeout?: number | undefined
  /** Asks for results that come before the last one. */
  readonly progressive?: boolean | undefined
}

/** Why a call was given up here: nothing went wrong. */
export class CallGivenUp extends Error {}

export class CallController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #came: ((result: CallResult) => void) | undefined
  #running: AbortController | undefined
  #connected = false
  #result: CallResult | undefined
  #error: Error | undefined

  /** @param came told of each result. */
  constructor(host: ReactiveControllerHost, came?: (result: CallResult) => void) {
    this.#host = host
    this.#came = came
    host.addController(this)
  }

  hostConnected(): void {
    this.#connected = true
  }

  hostDisconnected(): void {
    this.#connected = false
    queueMicrotask(() => {
      if (!this.#connected) this.#running?.abort(new CallGivenUp('The element that called has left the page.'))
    })
  }

  get busy(): boolean {
    return this.#running !== undefined
  }

  /** What came last; undefined before. */
  get result(): CallResult | undefined {
    return this.#result
  }

  /** What went wrong with the last call. */
  get error(): Error | undefined {
    return this.#error
  }

  /** Calls, and gives up the call before, if that still runs. Rejects as `session.call` does. */
  async call(session: Session, procedure: string, settings: CallSettings = {}): Promise<unknown> {
    const { args = [], kwargs = {}, timeout, progressive } = settings
    this.#running?.abort(new CallGivenUp('Another call took its place.'))
    const running = new AbortController()
    this.#running = running
    this.#error = undefined
    this.#host.requestUpdate()
    const take = (result: unknown, progress: boolean) => {
      const { args, kwargs } = result instanceof Result ? result : new Result(result === null ? [] : [result])
      if (running === this.#running) this.#take({ result, args, kwargs, progress })
    }
    const onprogress = (args: unknown[], kwargs: Dict) => {
      const lone = args.length === 1 && Object.keys(kwargs).length === 0
      take(lone ? args[0] : new Result(args, kwargs), true)
    }
    try {
      const result = await session.call(procedure, args, kwargs, {
        signal: running.signal,
        timeout: timeout ?? undefined,
        ...(progressive && { onprogress }),
      })
      take(result, false)
      return result
    } catch (error) {
      if (!running.signal.aborted) this.#error = error as Error
      throw error
    } finally {
      if (running === this.#running) this.#running = undefined
      this.#host.requestUpdate()
    }
  }

  #take(result: CallResult): void {
    this.#result = result
    this.#host.requestUpdate()
    this.#came?.(result)
  }
}
