// <hug-questions>: who asks for a hug, each with a countdown and two answers. Nothing else has to wait for them.

import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Clock } from '../clock.ts'
import type { Question } from '../hug.ts'
import { words } from '../words.ts'
import { icons } from './icons.ts'

export class HugQuestions extends LitElement {
  static override properties = { questions: { attribute: false } }

  declare questions: readonly Question[]
  /** The clock by which questions run out. */
  clock: Clock | undefined
  #cancelTick: (() => void) | undefined
  /** Where the person was before the first question came. */
  #cameFrom: HTMLElement | undefined

  constructor() {
    super()
    this.questions = []
  }

  protected override createRenderRoot() {
    return this
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#cancelTick?.()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#cancelTick?.()
    this.#cancelTick = this.questions.length > 0 ? this.clock?.after(500, () => this.requestUpdate()) : undefined
    if (!changed.has('questions') || !this.contains(document.activeElement)) return
    // The focused answer is about to go away with its question.
    if (this.questions.length === 0) this.#cameFrom?.focus({ preventScroll: true })
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('questions')
    if (before === undefined || this.questions.length === 0) return
    const active = document.activeElement
    const typing = active instanceof HTMLInputElement || active instanceof HTMLSelectElement
    if (typing || this.contains(active)) return
    if (before.length === 0) this.#cameFrom = active instanceof HTMLElement ? active : undefined
    this.querySelector<HTMLElement>('.question button')?.focus({ preventScroll: true })
  }

  protected override render() {
    if (this.questions.length === 0) return nothing
    return html`<ul class="questions" aria-label=${words.hug.questions}>
      ${repeat(
        this.questions,
        ({ session }) => session,
        question => html`<li class="card question" role="group" aria-label=${words.hug.question(question.name)}>
          <p><span class="question-heart">${icons.heart}</span> <b dir="auto">${question.name}</b> ${words.hug.wouldLike}</p>
          <div class="answers">
            <button class="primary" @click=${() => question.answer(true)}>${words.hug.accept}</button>
            <button @click=${() => question.answer(false)}>${words.hug.refuse}</button>
            <span class="seconds" aria-hidden="true">${this.#seconds(question)} s</span>
          </div>
          <div class="time-left"></div>
        </li>`,
      )}
    </ul>`
  }

  #seconds({ until }: Question): number {
    return Math.max(0, Math.ceil((until - (this.clock?.now() ?? until)) / 1000))
  }
}
