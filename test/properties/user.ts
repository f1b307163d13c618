// User: an application that does with its session whatever it likes, and remembers what it was promised.

import type { Session } from '../../src/client/session.ts'
import { type Endpoint, type Registration, type Subscription, WampError } from '../../src/entry/index.ts'

/** What an application's own procedures and handlers fail with. */
export class OwnError extends Error {}

const ENDPOINTS: readonly Endpoint[] = [
  args => args,
  () => {
    throw new OwnError('a procedure failed')
  },
  () => Promise.reject(new WampError('com.error', ['no'])),
  () => new Promise(() => {}),
  () => Symbol('cannot be sent'),
  async args => args,
]

export const DOES = [
  ...['call', 'call', 'call', 'call with a signal', 'call in haste', 'publish', 'publish acknowledged', 'unsendable'],
  ...['subscribe', 'subscribe', 'subscribe the same', 'unsubscribe', 'register', 'register', 'unregister', 'abort'],
  ...['open', 'suspend', 'retry', 'close', 'call after all'],
] as const
export type Does = (typeof DOES)[number]

export class User {
  readonly session: Session
  /** What it was promised, by name, and whether that was kept. */
  readonly promises: { readonly name: string; settled: boolean }[] = []
  #subscriptions: Subscription[] = []
  #registrations: Registration[] = []
  #signals: AbortController[] = []
  #count = 0

  constructor(session: Session) {
    this.session = session
  }

  does(what: Does): void {
    this.#count++
    const { session } = this
    const remember = <T>(promise: Promise<T>, take: (value: T) => void = () => {}) =>
      this.#remember(what, promise, take)
    const topic = `com.topic${this.#count % 3}`
    switch (what) {
      case 'call':
      case 'call after all':
        return remember(session.call('com.procedure', [1]))
      case 'call with a signal': {
        const controller = new AbortController()
        this.#signals.push(controller)
        return remember(session.call('com.procedure', [], {}, { signal: controller.signal, timeout: 0 }))
      }
      case 'call in haste':
        return remember(session.call('com.procedure', [], {}, { timeout: 20 }))
      case 'publish':
        return remember(session.publish(topic, ['x']))
      case 'publish acknowledged':
        return remember(session.publish(topic, [], {}, { acknowledge: true }))
      case 'unsendable':
        return remember(session.call('com.procedure', [() => {}]))
      case 'subscribe':
      case 'subscribe the same':
        return remember(session.subscribe(what === 'subscribe' ? topic : 'com.same', this.#handler()), subscription =>
          this.#subscriptions.push(subscription),
        )
      case 'register': {
        const endpoint = ENDPOINTS[this.#count % ENDPOINTS.length] as Endpoint
        return remember(session.register(`com.own${this.#count}`, endpoint), registration =>
          this.#registrations.push(registration),
        )
      }
      default:
        this.#undoes(what, remember)
    }
  }

  #undoes(what: Does, remember: (promise: Promise<unknown>) => void): void {
    if (what === 'unsubscribe') for (const one of this.#subscriptions.splice(0, 1)) remember(one.unsubscribe())
    if (what === 'unregister') for (const one of this.#registrations.splice(0, 1)) remember(one.unregister())
    if (what === 'abort') for (const one of this.#signals.splice(0, 1)) one.abort(new OwnError('not wanted any more'))
    if (what === 'open') remember(this.session.open())
    if (what === 'close') remember(this.session.close())
    if (what === 'suspend') this.session.suspend()
    if (what === 'retry') this.session.retry()
  }

  #handler(): () => unknown {
    const failure = new OwnError('a handler failed')
    if (this.#count % 3 === 1) return () => Promise.reject(failure)
    if (this.#count % 3 === 2) return () => {}
    return () => {
      throw failure
    }
  }

  #remember<T>(name: string, promise: Promise<T>, take: (value: T) => void): void {
    const entry = { name, settled: false }
    this.promises.push(entry)
    const settled = () => {
      entry.settled = true
    }
    promise.then(value => {
      settled()
      take(value)
    }, settled)
  }

  /** What it still waits for. */
  get pending(): string[] {
    return this.promises.filter(({ settled }) => !settled).map(({ name }) => name)
  }
}
