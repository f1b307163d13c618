// <wamp-register>: a procedure that the person answers who has the page open.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Endpoint, RegisterOptions } from '../client/callee.ts'
import { Result } from '../client/result.ts'
import { WampError } from '../protocol/errors.ts'
import { WampQuestionEvent, WampRequestErrorEvent } from './events.ts'
import { formArguments } from './form-arguments.ts'
import type { Question } from './question.ts'
import { RegistrationController } from './registration-controller.ts'
import { SessionConsumer } from './session-consumer.ts'
import { bare, controls, quiet } from './styles.ts'
import { Stamps, templateOf, textOf } from './template.ts'
import { type Trigger, takeTrigger } from './trigger.ts'
import { fill, wordsFor } from './words.ts'

const REFUSED = 'wamp.error.not_authorized'
/** Milliseconds that a question stands before it can be answered: what is pressed sooner was meant for what stood there before. */
const LOOK_FIRST = 300

/**
 * Offers a procedure. Each call is a question to the person: the `<template>` inside is shown for it, with `data-bind`
 * for its arguments (`args.0`, `kwargs.name`, `details.caller`); without a template it is accept or refuse. Submitting a form
 * answers with its fields, as keywords, or with the `value` of the button, read as JSON where it is such. A button with
 * `data-refuse` refuses, with that error URI and the button's text. Questions wait for each other; one that is given up, or
 * was not answered in time, disappears. At most 20 wait, and 3 of one caller that is known; others are refused with
 * `wamp_mesh.error.limit_reached`. What is pressed in a question's first 300 milliseconds was meant for something else, and is ignored.
 *
 * A procedure that somebody else has is registered as soon as it is free.
 *
 * The focus stays where it is when a question comes, which is announced; an element with `autofocus` in the template takes it.
 *
 * @summary A procedure that the person answers who has the page open.
 * @tag wamp-register
 * @attr {string} procedure - what to offer
 * @attr {string} match - `prefix` or `wildcard` for a pattern; `exact` by default
 * @attr {string} invoke - `roundrobin`, `random`, `first` or `last` to share the procedure with others
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @prop {Endpoint | undefined} answer - answers in place of the person: `(args, kwargs, details) => value`
 * @prop {readonly Question[]} questions - the calls that wait, the oldest first
 * @prop {Error | undefined} error - why the procedure is not offered, where it was refused
 * @fires {WampQuestionEvent} wamp-question - somebody asks, with `args`, `kwargs` and `details`
 * @fires {WampRequestErrorEvent} wamp-request-error - the registration was refused
 * @slot - the template
 * @csspart question - the question without a template
 * @csspart accept - its button
 * @csspart refuse - its other button
 * @cssState asked - a question waits
 */
export class WampRegisterElement extends LitElement {
  static override properties = { procedure: {}, match: {}, invoke: {}, answer: { attribute: false }, session: {} }
  static override styles = [bare, quiet, controls]

  declare procedure: string | undefined
  declare match: RegisterOptions['match'] | undefined
  declare invoke: RegisterOptions['invoke'] | undefined
  declare answer: Endpoint | undefined
  declare session: string | undefined

  readonly #internals = this.attachInternals()
  readonly #stamps = new Stamps()
  readonly #consumer = new SessionConsumer(this)
  /** Where the focus was before somebody went to answer. */
  #before: HTMLElement | undefined
  #hadFocus = false
  /** What was stamped for a question that has just come. */
  #fresh: ChildNode[] = []
  /** What is announced. */
  #said = ''
  /** The question that is shown, and since when. */
  #shown: Question | undefined
  #since = 0
  readonly #registration = new RegistrationController(
    this,
    () => ({
      session: this.#consumer.value,
      procedure: this.procedure,
      match: this.match,
      invoke: this.invoke,
      answer: this.answer,
    }),
    {
      asked: question => this.dispatchEvent(new WampQuestionEvent(question)),
      failed: error => this.dispatchEvent(new WampRequestErrorEvent(error)),
    },
  )

  constructor() {
    super()
    this.addEventListener('click', event => this.#act(event))
    this.addEventListener('submit', event => this.#act(event))
    this.addEventListener('focusin', ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !this.contains(relatedTarget)) this.#before = relatedTarget
    })
  }

  get questions(): readonly Question[] {
    return this.#registration.questions
  }

  get error(): Error | undefined {
    return this.#registration.error
  }

  protected override willUpdate(): void {
    const [question] = this.questions
    const template = templateOf(this)
    this.#hadFocus = this.matches(':focus-within')
    this.#fresh = template ? this.#stamps.show(template, question ? [[question, question]] : []) : []
    if (question) this.#internals.states.add('asked')
    else this.#internals.states.delete('asked')
    if (!template || !question) this.#said = question ? this.#textOf(question) : ''
    else if (this.#fresh.length > 0) this.#said = this.#fresh.map(({ textContent }) => textContent).join(' ')
  }

  protected override render(): TemplateResult {
    const [question] = this.questions
    return html`<slot></slot>
      ${question && !templateOf(this) ? this.#plain(question) : nothing}
      <p class="quiet" role="alert">${this.#said}</p>`
  }

  protected override updated(): void {
    const [question] = this.questions
    if (question !== this.#shown) this.#since = performance.now()
    this.#shown = question
    const wished = this.#find('[autofocus]')
    if (wished) return wished.focus()
    if (!this.#hadFocus || this.matches(':focus-within')) return
    const next = this.#find('input,select,textarea,button') ?? this.#before
    next?.focus()
  }

  /** In the question that has just come. */
  #find(selector: string): HTMLElement | undefined {
    const roots = this.#fresh.filter(node => node instanceof HTMLElement)
    return roots
      .flatMap(root => [root, ...root.querySelectorAll<HTMLElement>(selector)])
      .find(element => element.matches(selector))
  }

  #textOf({ details }: Question): string {
    return fill(wordsFor(this).asks, details.procedure)
  }

  #plain(question: Question) {
    const words = wordsFor(this)
    const given = [...question.args, ...(Object.keys(question.kwargs).length > 0 ? [question.kwargs] : [])]
    return html`<div part="question" role="group" aria-label=${this.#said}>
      <p>${this.#said}</p>
      ${given.length > 0 ? html`<p>${given.map(textOf).join(', ')}</p>` : nothing}
      <button part="accept" @click=${(event: Event) => this.#settle(event, () => question.answer(true))}>${words.accept}</button>
      <button part="refuse" @click=${(event: Event) => this.#settle(event, () => question.refuse(new WampError(REFUSED, [words.refused])))}>${words.refuse}</button>
    </div>`
  }

  /** Where what somebody did was done to the question that is shown. */
  #settle({ timeStamp }: Event, act: () => void): void {
    if (this.questions[0] === this.#shown && timeStamp - this.#since >= LOOK_FIRST) act()
  }

  #act(event: Event): void {
    const [question] = this.questions
    if (!question) return
    const refusal = event.type === 'click' && (event.target as Element).closest<HTMLElement>('[data-refuse]')
    if (refusal && this.contains(refusal)) {
      event.preventDefault()
      const error = new WampError(refusal.dataset.refuse || REFUSED, [refusal.textContent.trim()])
      this.#settle(event, () => question.refuse(error))
      return
    }
    const trigger = takeTrigger(event, this)
    if (trigger) this.#settle(event, () => question.answer(answerOf(trigger)))
  }
}

/** The fields of a form; or, without any, what the button stands for. */
function answerOf({ form, button }: Trigger): unknown {
  const { args, kwargs } = formArguments(form, button)
  const value = button?.getAttribute('value')
  if (args.length > 0 || Object.keys(kwargs).length > 0) return new Result(args, kwargs)
  if (value === null || value === undefined) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-register': WampRegisterElement
  }
}
