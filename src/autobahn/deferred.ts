// Deferred: a promise with its resolver beside it and with progress, as when.js has it and Autobahn's applications use it.

import { reportUncaught } from '../client/report-uncaught.ts'
import { AutobahnError, toAutobahnError } from './error.ts'

/** Hears of progress; what it returns is what those behind it in the chain hear. */
export type Progressed = ((part: unknown) => unknown) | null | undefined
type Fulfilled<T, A> = ((value: T) => A | PromiseLike<A>) | null | undefined
type Rejected<B> = ((reason: unknown) => B | PromiseLike<B>) | null | undefined

/** What the option `use_deferred` makes: when's, Q's and jQuery's fit. */
export interface Deferred {
  readonly promise: unknown
  resolve(value?: unknown): unknown
  reject(reason?: unknown): unknown
  notify?(part: unknown): unknown
}
export type Defer = () => Deferred

/**
 * A promise whose `then` takes a third function, for progress; that goes down the chain as results do.
 *
 * A rejection that nobody handles is reported as the platform reports its own, except where a session has ended: whoever
 * does not wait for an answer any more, as Autobahn's applications do when they leave, has done nothing wrong.
 */
export class ProgressPromise<T = unknown> implements PromiseLike<T> {
  readonly #native: Promise<T>
  readonly #listeners: ((part: unknown) => void)[]
  #handled = false

  /** @param listeners called with each part, by whoever makes the promise. */
  constructor(native: Promise<T>, listeners: ((part: unknown) => void)[]) {
    this.#native = native
    this.#listeners = listeners
    native.catch(reason => setTimeout(() => !this.#handled && !isSessionEnd(reason) && void Promise.reject(reason)))
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise it is, with one function more
  then<A = T, B = never>(
    fulfilled?: Fulfilled<T, A>,
    rejected?: Rejected<B>,
    progressed?: Progressed,
  ): ProgressPromise<A | B> {
    this.#handled = true
    const next: ((part: unknown) => void)[] = []
    this.#listeners.push(part => tell(next, progressed ? progressed(part) : part))
    return new ProgressPromise(this.#native.then(fulfilled, rejected), next)
  }

  catch<B = never>(rejected?: Rejected<B>): ProgressPromise<T | B> {
    return this.then(undefined, rejected)
  }

  finally(settled?: (() => void) | null): ProgressPromise<T> {
    this.#handled = true
    return new ProgressPromise(this.#native.finally(settled), [])
  }

  /** As `catch`; the name is when's, and so are those below. */
  otherwise<B>(rejected: Rejected<B>): ProgressPromise<T | B> {
    return this.then(undefined, rejected)
  }

  ensure(settled: () => void): ProgressPromise<T> {
    return this.finally(settled)
  }

  progress(progressed: Progressed): ProgressPromise<T> {
    return this.then(undefined, undefined, progressed)
  }

  /** The end of a chain. */
  done(fulfilled?: Fulfilled<T, unknown>, rejected?: Rejected<unknown>): void {
    this.then(fulfilled, rejected)
  }
}

/** Our own. After it has settled there is no progress any more. */
export function defer(): Deferred & { readonly promise: ProgressPromise; notify(part: unknown): void } {
  let settle = { resolve: (_: unknown) => {}, reject: (_: unknown) => {} }
  const listeners: ((part: unknown) => void)[] = []
  const promise = new ProgressPromise(
    new Promise<unknown>((resolve, reject) => {
      settle = { resolve, reject }
    }),
    listeners,
  )
  let settled = false
  const once = (act: (value: unknown) => void) => (value?: unknown) => {
    settled = true
    act(value)
  }
  const notify = (part: unknown) => {
    if (!settled) tell(listeners, part)
  }
  return { promise, resolve: once(settle.resolve), reject: once(settle.reject), notify }
}

/** What applications get of a deferred: jQuery's `promise` is a method, and its deferreds are promises themselves. */
export function promiseOf<T>(deferred: Deferred): ProgressPromise<T> {
  const { promise } = deferred
  const thenable = typeof promise === 'object' && promise !== null && 'then' in promise
  return (thenable ? promise : deferred) as ProgressPromise<T>
}

/** Rejects with what an application of Autobahn knows an error as. */
export function refuse(deferred: Deferred, error: unknown): void {
  const reason = toAutobahnError(error)
  // For another library's promise, too, nobody has to wait who left.
  if (isSessionEnd(reason)) promiseOf(deferred).then(undefined, () => {})
  deferred.reject(reason)
}

function tell(listeners: readonly ((part: unknown) => void)[], part: unknown): void {
  for (const listener of listeners) {
    try {
      listener(part)
    } catch (thrown) {
      reportUncaught(thrown)
    }
  }
}

function isSessionEnd(reason: unknown): boolean {
  return reason instanceof AutobahnError && reason.error === 'wamp.error.network_failure'
}
