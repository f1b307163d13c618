// <wamp-publish>: forms and buttons inside it publish to a topic.

import { LitElement, type TemplateResult } from 'lit'
import type { Publication } from '../client/publisher.ts'
import { WampPublishedEvent } from './events.ts'
import type { Arguments } from './form-arguments.ts'
import { reset } from './form-elements.ts'
import { jsonAttribute } from './json-attribute.ts'
import { Sending } from './sending.ts'
import { SessionConsumer } from './session-consumer.ts'
import { bare } from './styles.ts'

/**
 * Publishes what a form inside is submitted with, or `args` and `kwargs` when a button inside is pressed. Fields are keyword
 * arguments by their names, or positional ones where the name is a number. The form is then reset, but
 * for the fields with `data-keep`; where it could not be sent, it has again what was in it.
 *
 * @summary Forms and buttons inside it publish to a topic.
 * @tag wamp-publish
 * @attr {string} topic - where to publish
 * @attr {boolean} acknowledge - wait for the router's word
 * @attr {boolean} retain - keep the event for those who come later
 * @attr {boolean} include-me - this page hears it too
 * @attr {boolean} keep-values - leave the form as it is afterwards
 * @attr {json} args - positional arguments, a JSON list or a single value
 * @attr {json} kwargs - keyword arguments, a JSON object
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @prop {boolean} busy - whether something is on its way
 * @prop {Error | undefined} error - what went wrong the last time
 * @fires {WampPublishedEvent} wamp-published - it was sent, and where acknowledged has arrived at the router
 * @fires {WampRequestErrorEvent} wamp-request-error - it could not be sent, or was refused
 * @slot - forms and buttons; an element with `data-error` shows errors in place of the default one
 * @csspart error - what went wrong
 * @cssprop --wamp-error - the colour of errors
 * @cssState busy - something is on its way
 */
export class WampPublishElement extends LitElement {
  static override properties = {
    topic: {},
    acknowledge: { type: Boolean },
    retain: { type: Boolean },
    includeMe: { type: Boolean, attribute: 'include-me' },
    keepValues: { type: Boolean, attribute: 'keep-values' },
    args: jsonAttribute('args'),
    kwargs: jsonAttribute('kwargs'),
    session: {},
  }
  static override styles = bare

  declare topic: string | undefined
  declare acknowledge: boolean
  declare retain: boolean
  declare includeMe: boolean
  declare keepValues: boolean
  declare args: unknown
  declare kwargs: object | null
  declare session: string | undefined

  readonly #consumer = new SessionConsumer(this)
  readonly #sending = new Sending(this, async ({ args, kwargs }, { form }) => {
    // What is typed meanwhile is for the next time.
    const restore = form && !this.keepValues ? reset(form) : undefined
    try {
      await this.publish(args, kwargs)
    } catch (error) {
      restore?.()
      throw error
    }
  })

  get busy(): boolean {
    return this.#sending.busy
  }

  get error(): Error | undefined {
    return this.#sending.error
  }

  /** Publishes as the attributes say. Rejects where that could not be sent, or was refused. */
  publish(args?: Arguments['args'], kwargs?: Arguments['kwargs']): Promise<Publication | undefined> {
    const { topic = '', acknowledge, retain, includeMe } = this
    return this.#sending.run(async () => {
      const session = this.#sending.required(this.#consumer.value)
      const { given } = this.#sending
      const published = await session.publish(topic, args ?? given.args, kwargs ?? given.kwargs, {
        ...(acknowledge && { acknowledge }),
        ...(retain && { retain }),
        ...(includeMe && { exclude_me: false }),
      })
      this.dispatchEvent(new WampPublishedEvent())
      return published
    })
  }

  protected override render(): TemplateResult {
    return this.#sending.render()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-publish': WampPublishElement
  }
}
