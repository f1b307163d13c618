// <wamp-call>: forms and buttons inside it call a procedure, and the page's own template shows the result.

import { LitElement, type TemplateResult } from 'lit'
import { CallController } from './call-controller.ts'
import { WampResultEvent } from './events.ts'
import type { Arguments } from './form-arguments.ts'
import { jsonAttribute } from './json-attribute.ts'
import { Sending } from './sending.ts'
import { SessionConsumer } from './session-consumer.ts'
import { bare } from './styles.ts'
import { bind, Stamps, templateOf, textOf } from './template.ts'

/**
 * Calls a procedure when a form inside is submitted or a button inside is pressed, or by itself. Fields are keyword
 * arguments by their names, or positional ones where the name is a number. The result is shown in a `<template>` inside
 * (`data-bind="args.0"`, `kwargs.name`, `result`), or else in elements with `data-bind` or `data-result`; an `<output>` is
 * read aloud. `data-result` shows a text or a number as it is, and all else as JSON. Of a result with fields name those to be
 * shown: `kwargs.yes` of one with keyword arguments, `args.0.yes` of one object, as in
 * `<output>Yes: <b data-bind="kwargs.yes"></b>, no: <b data-bind="kwargs.no"></b></output>`.
 *
 * @summary Forms and buttons inside it call a procedure, and the result is shown.
 * @tag wamp-call
 * @attr {string} procedure - what to call
 * @attr {json} args - positional arguments, a JSON list or a single value
 * @attr {json} kwargs - keyword arguments, a JSON object
 * @attr {boolean} auto - call by itself, when the session opens and when what is asked changes
 * @attr {number} every - and again so many milliseconds after each answer, while the page is in sight
 * @attr {number} timeout - milliseconds until the call is given up, 0 for ever; 60000 by default
 * @attr {boolean} progressive - ask for results that come before the last one
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @prop {unknown} result - what the last call resolved to: null, a lone value, or a `Result` with `args` and `kwargs`
 * @prop {boolean} busy - whether a call is under way
 * @prop {Error | undefined} error - what went wrong the last time
 * @fires {WampResultEvent} wamp-result - a result came
 * @fires {WampRequestErrorEvent} wamp-request-error - the call failed
 * @slot - forms, buttons, a template; an element with `data-error` shows errors in place of the default one
 * @csspart error - what went wrong
 * @cssprop --wamp-error - the colour of errors
 * @cssState busy - a call is under way
 */
export class WampCallElement extends LitElement {
  static override properties = {
    procedure: {},
    args: jsonAttribute('args'),
    kwargs: jsonAttribute('kwargs'),
    auto: { type: Boolean },
    every: { type: Number },
    timeout: { type: Number },
    progressive: { type: Boolean },
    session: {},
  }
  static override styles = bare

  declare procedure: string | undefined
  declare args: unknown
  declare kwargs: object | null
  declare auto: boolean
  declare every: number
  declare timeout: number
  declare progressive: boolean
  declare session: string | undefined

  readonly #consumer = new SessionConsumer(this)
  readonly #stamps = new Stamps()
  readonly #calls = new CallController(this, result => this.dispatchEvent(new WampResultEvent(result)))
  readonly #sending = new Sending(this, ({ args, kwargs }) => this.call(args, kwargs))
  /** What was last called by itself. */
  #called = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  get result(): unknown {
    return this.#calls.result?.result
  }

  get busy(): boolean {
    return this.#sending.busy
  }

  get error(): Error | undefined {
    return this.#sending.error
  }

  /** Calls as the attributes say, in place of the call that runs. Resolves and rejects as `session.call` does. */
  call(args?: Arguments['args'], kwargs?: Arguments['kwargs']): Promise<unknown> {
    const { procedure = '', timeout, progressive } = this
    return this.#sending.run(async () => {
      const session = this.#sending.required(this.#consumer.value)
      const { given } = this.#sending
      const settings = { args: args ?? given.args, kwargs: kwargs ?? given.kwargs, timeout, progressive }
      return this.#calls.call(session, procedure, settings)
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  protected override render(): TemplateResult {
    return this.#sending.render()
  }

  protected override updated(): void {
    this.#show()
    this.#callByItself()
  }

  #show(): void {
    const { result } = this.#calls
    if (!result) return
    const template = templateOf(this)
    if (template) this.#stamps.show(template, [[this, result]])
    else bind([this], result)
    const place = this.querySelector('[data-result]')
    if (place) place.textContent = textOf(this.result)
  }

  #callByItself(): void {
    const session = this.#consumer.value
    if (!this.isConnected || !session?.isOpen || !(this.auto || this.every)) return
    // A session of another id is a new one, and what came before may have changed.
    const key = JSON.stringify([session.id, this.procedure, this.args, this.kwargs])
    if (key !== this.#called) {
      this.#called = key
      this.call().catch(() => {
        // Given up when it left the page, and called again when it is back.
        if (!this.isConnected) this.#called = ''
      })
    } else if (this.every && !this.busy) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        // What somebody has asked for meanwhile is as good.
        if (document.visibilityState === 'visible' && !this.busy) this.#called = ''
        this.requestUpdate()
      }, this.every)
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-call': WampCallElement
  }
}
