// Session consumer: finds an element's session, by context, or by the id of a <wamp-session> anywhere on the page.

import { type Context, ContextEvent } from '@lit/context'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'
import { sessionContext, sessionElementContext } from './session-context.ts'
import type { SessionElement } from './session-element.ts'
import { WORDS_ADDED } from './words.ts'

/** An element that wants a session. `session` is the id of the `<wamp-session>` to take it from; without one, context. */
export type SessionConsumerHost = ReactiveControllerHost & HTMLElement & { readonly session?: string | undefined }

type Provided = Session | SessionElement

/** What a session element tells the document: that it is there, and that something is other than before. */
const ARRIVALS = ['context-provider', 'wamp-state', 'wamp-transfer']

/**
 * `value` is the session, or with `sessionElementContext` the `<wamp-session>`; undefined while there is none. Its host is
 * updated when that changes or the session opens again, and with the element whenever its state changes.
 */
export class SessionConsumer<T extends Provided = Session> implements ReactiveController {
  readonly #host: SessionConsumerHost
  readonly #context: Context<unknown, Provided | undefined>
  #value: T | undefined
  #id: string | undefined
  #element: SessionElement | undefined
  #unsubscribe: (() => void) | undefined

  constructor(host: SessionConsumerHost, ...[context]: T extends Session ? [] : [typeof sessionElementContext]) {
    this.#host = host
    this.#context = context ?? sessionContext
    host.addController(this)
  }

  get value(): T | undefined {
    return this.#value
  }

  hostConnected(): void {
    document.addEventListener(WORDS_ADDED, this.#update)
    this.#find()
  }

  hostDisconnected(): void {
    document.removeEventListener(WORDS_ADDED, this.#update)
    this.#leave()
  }

  hostUpdate(): void {
    if (this.#host.isConnected && this.#host.session !== this.#id) this.#find()
  }

  #find(): void {
    this.#leave()
    this.#value = undefined
    this.#id = this.#host.session
    if (this.#id) {
      for (const type of ARRIVALS) document.addEventListener(type, this.#look)
      this.#look()
    } else {
      this.#host.dispatchEvent(new ContextEvent(this.#context, this.#host, this.#given, true))
    }
    this.#update()
  }

  #leave(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    for (const type of ARRIVALS) document.removeEventListener(type, this.#look)
    this.#watch(undefined)
  }

  #watch(element: SessionElement | undefined): void {
    this.#element?.removeEventListener('wamp-state', this.#look)
    this.#element = element
    // What was taken out of the page tells it to nobody else.
    element?.addEventListener('wamp-state', this.#look)
  }

  readonly #update = (): void => this.#host.requestUpdate()

  readonly #given = (value: Provided | undefined, unsubscribe?: () => void): void => {
    if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.()
    this.#unsubscribe = unsubscribe
    this.#value = value as T | undefined
    this.#update()
  }

  /** Looks for the element by its id: it may come late, be upgraded late, or be another than before. */
  readonly #look = (): void => {
    const id = this.#id ?? ''
    const root = this.#host.getRootNode() as Document | ShadowRoot
    const element = (root.getElementById?.(id) ?? document.getElementById(id)) as SessionElement | null
    if (element !== this.#element) this.#watch(element ?? undefined)
    this.#value = (this.#context === sessionElementContext ? element : element?.session) as T | undefined
    this.#update()
  }
}
