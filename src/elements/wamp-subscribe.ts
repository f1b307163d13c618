// <wamp-subscribe>: hears a topic, and shows its events in the page's own template.

import { html, LitElement, type TemplateResult } from 'lit'
import type { SubscribeOptions } from '../client/subscription.ts'
import { WampRequestErrorEvent, WampTopicEvent } from './events.ts'
import { SessionConsumer } from './session-consumer.ts'
import { bare } from './styles.ts'
import { SubscriptionController, type TopicEvent } from './subscription-controller.ts'
import { bind, Stamps, templateOf } from './template.ts'

/**
 * Hears a topic. A `<template>` inside is shown for each event that is kept; without one, elements inside that have
 * `data-bind` show the latest. `data-bind` names what to show, as text: `args.0`, `kwargs.name`, `details.topic`.
 * For events to be read aloud, put the template into an element with `aria-live="polite"` or `role="log"`.
 *
 * @summary Hears a topic, and shows its events in the page's own template.
 * @tag wamp-subscribe
 * @attr {string} topic - what to hear
 * @attr {string} match - `prefix` or `wildcard` for a pattern; `exact` by default
 * @attr {boolean} get-retained - ask for the topic's retained event
 * @attr {number} history - how many past events to ask the router for
 * @attr {number} keep - how many events to show, the newest; 1 by default
 * @attr {string} order - `newest-first` for the newest on top
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @prop {readonly TopicEvent[]} events - the newest events, the oldest of them first
 * @prop {Error | undefined} error - why there is no subscription, where it was refused
 * @fires {WampTopicEvent} wamp-event - an event came, with `args`, `kwargs` and `details`
 * @fires {WampRequestErrorEvent} wamp-request-error - the subscription was refused
 * @slot - the template, and whatever else
 */
export class WampSubscribeElement extends LitElement {
  static override properties = {
    topic: {},
    match: {},
    getRetained: { type: Boolean, attribute: 'get-retained' },
    history: { type: Number },
    keep: { type: Number },
    order: {},
    session: {},
  }
  static override styles = bare

  declare topic: string | undefined
  declare match: SubscribeOptions['match'] | undefined
  declare getRetained: boolean
  declare history: number
  declare keep: number
  declare order: 'newest-first' | undefined
  declare session: string | undefined

  readonly #consumer = new SessionConsumer(this)
  readonly #stamps = new Stamps()
  readonly #subscription = new SubscriptionController(
    this,
    () => ({
      session: this.#consumer.value,
      topic: this.topic,
      match: this.match,
      getRetained: this.getRetained,
      history: this.history,
      keep: this.keep,
    }),
    event => this.dispatchEvent(new WampTopicEvent(event)),
    error => this.dispatchEvent(new WampRequestErrorEvent(error)),
  )

  get events(): readonly TopicEvent[] {
    return this.#subscription.events
  }

  get error(): Error | undefined {
    return this.#subscription.error
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`
  }

  protected override updated(): void {
    const { events } = this
    const latest = events.at(-1)
    const template = templateOf(this)
    if (!template) return latest && bind([this], latest)
    // The latest alone stays in its place, and only its text changes.
    const entries = events.map(event => [this.keep > 1 ? event : this, event] as const)
    this.#stamps.show(template, this.order === 'newest-first' ? entries.reverse() : entries)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-subscribe': WampSubscribeElement
  }
}
