// Sending: what <wamp-call> and <wamp-publish> share: forms and buttons, being busy, and saying what went wrong.

import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import { refusal, WampError } from '../protocol/errors.ts'
import { CallGivenUp } from './call-controller.ts'
import { errorWords } from './error-words.ts'
import { WampRequestErrorEvent } from './events.ts'
import { type Arguments, formArguments } from './form-arguments.ts'
import { type Trigger, takeTrigger } from './trigger.ts'
import { wordsFor } from './words.ts'

export interface SendingHost extends LitElement {
  args: unknown
  kwargs: object | null
}

export class Sending implements ReactiveController {
  readonly #host: SendingHost
  readonly #states: Set<string>
  readonly #send: (given: Arguments, trigger: Trigger) => Promise<unknown>
  #busy = 0
  /** Whether what somebody triggered is under way; what the element does by itself keeps nobody from that. */
  #triggering = false
  #error: Error | undefined

  constructor(host: SendingHost, send: (given: Arguments, trigger: Trigger) => Promise<unknown>) {
    this.#host = host
    this.#send = send
    this.#states = host.attachInternals().states
    host.addController(this)
    host.addEventListener('submit', this.#triggered)
    host.addEventListener('click', this.#triggered)
  }

  hostConnected(): void {}

  get busy(): boolean {
    return this.#busy > 0
  }

  get error(): Error | undefined {
    return this.#error
  }

  /**
   * What the element sends besides what a form adds.
   * @throws {WampError} `wamp.error.invalid_argument` where an attribute is not what it must be.
   */
  get given(): Arguments {
    const { args, kwargs } = this.#host
    for (const value of [args, kwargs]) if (value instanceof WampError) throw value
    if (Array.isArray(kwargs) || typeof (kwargs ?? {}) !== 'object') {
      throw refusal('wamp.error.invalid_argument', `kwargs must be a JSON object, not ${JSON.stringify(kwargs)}`)
    }
    return { args: [args ?? []].flat(), kwargs: { ...kwargs } }
  }

  /** Sends, busy meanwhile, and shows what goes wrong. A call that was given up here did not. */
  async run<T>(send: () => Promise<T>): Promise<T> {
    this.#change(1, this.#error)
    try {
      const sent = await send()
      this.#change(-1, undefined)
      return sent
    } catch (error) {
      const failed = !(error instanceof CallGivenUp)
      this.#change(-1, failed ? (error as Error) : this.#error)
      if (failed) this.#host.dispatchEvent(new WampRequestErrorEvent(error as Error))
      throw error
    }
  }

  /** @throws {WampError} where there is no session yet. */
  required<T>(session: T | undefined): T {
    if (session === undefined) throw refusal('wamp.error.network_failure', wordsFor(this.#host).notConnected)
    return session
  }

  /** The default place for an error; an element of the page with `data-error` takes it instead. */
  render(): TemplateResult {
    const text = this.#error ? errorWords(this.#host, this.#error) : ''
    const own = this.#host.querySelector<HTMLElement>('[data-error]')
    if (own) {
      if (!own.matches('[role],[aria-live]')) own.setAttribute('role', 'alert')
      own.hidden = text === ''
      own.textContent = text
    }
    return html`<slot></slot><p part="error" role="alert">${own ? '' : text}</p>`
  }

  readonly #triggered = (event: Event): void => {
    const trigger = takeTrigger(event, this.#host)
    if (!trigger || this.#triggering) return
    // What goes wrong again is to be announced again.
    this.#change(0, undefined)
    this.#triggering = true
    const { form, button } = trigger
    const busy = form ?? button
    busy?.setAttribute('aria-busy', 'true')
    button?.setAttribute('aria-disabled', 'true')
    const done = () => {
      this.#triggering = false
      busy?.removeAttribute('aria-busy')
      button?.removeAttribute('aria-disabled')
    }
    this.#sendWith(trigger).then(done, done)
  }

  async #sendWith(trigger: Trigger): Promise<unknown> {
    let all: Arguments
    try {
      all = formArguments(trigger.form, trigger.button, this.given)
    } catch (error) {
      return this.run(() => Promise.reject(error))
    }
    return this.#send(all, trigger)
  }

  #change(by: number, error: Error | undefined): void {
    this.#busy += by
    this.#error = error
    if (this.busy) this.#states.add('busy')
    else this.#states.delete('busy')
    this.#host.requestUpdate()
  }
}
