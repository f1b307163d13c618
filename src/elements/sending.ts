// Sending: what <wamp-call> and <wamp-publish> share: forms and buttons, being busy, and saying what went wrong.

import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import { refusal } from '../protocol/errors.ts'
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

  /** What the element sends besides what a form adds. */
  get given(): Arguments {
    const { args, kwargs } = this.#host
    return { args: [args ?? []].flat(), kwargs: { ...kwargs } }
  }

  /** Sends, busy meanwhile, and shows what goes wrong. */
  async run<T>(send: () => Promise<T>): Promise<T> {
    this.#change(1, this.#error)
    try {
      const sent = await send()
      this.#change(-1, undefined)
      return sent
    } catch (error) {
      this.#change(-1, error as Error)
      this.#host.dispatchEvent(new WampRequestErrorEvent(error as Error))
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
    if (!trigger || this.busy) return
    // What goes wrong again is to be announced again.
    this.#change(0, undefined)
    const { form, button } = trigger
    const { args, kwargs } = formArguments(form, button)
    const { given } = this
    const all = { args: Object.assign(given.args, args), kwargs: { ...given.kwargs, ...kwargs } }
    const busy = form ?? button
    busy?.setAttribute('aria-busy', 'true')
    button?.setAttribute('aria-disabled', 'true')
    const done = () => {
      busy?.removeAttribute('aria-busy')
      button?.removeAttribute('aria-disabled')
    }
    this.#send(all, trigger).then(done, done)
  }

  #change(by: number, error: Error | undefined): void {
    this.#busy += by
    this.#error = error
    if (this.busy) this.#states.add('busy')
    else this.#states.delete('busy')
    this.#host.requestUpdate()
  }
}
