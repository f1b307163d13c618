// <wamp-invite>: the link that lets others in. What is seen of it is loaded when there is a link.

import { LitElement, nothing, type TemplateResult } from 'lit'
import type { InviteView } from './invite-view.ts'
import { SessionConsumer } from './session-consumer.ts'
import { sessionElementContext } from './session-context.ts'
import type { SessionElement } from './session-element.ts'

/**
 * Shows the invite of its `<wamp-session>`: whoever has the link can join. Where the page's address is of this computer only,
 * it offers those at which other devices find it, if the signaling server knows them. Who hosts can have another link made, after
 * a confirmation: those given out before let nobody in any more, and who is in the room stays.
 *
 * @summary The link that lets others in: as text, as QR code, to copy and to share.
 * @tag wamp-invite
 * @attr {boolean} plain - show the plain WAMP URL too, where other WAMP clients join
 * @attr {boolean} no-qr - without the QR code
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @csspart base - all of it
 * @csspart qr - the QR code
 * @csspart link - the field with the link
 * @csspart plain - the field with the plain WAMP URL
 * @csspart address - the choice of addresses
 * @csspart button - each button; also `copy`, `share`, `copy-plain`, `renew`, `confirm`, `cancel`
 * @csspart question - whether another link is to be made
 * @csspart note - what came of a button
 * @cssprop --wamp-qr-size - how large the QR code is; 12rem by default
 */
export class WampInviteElement extends LitElement {
  static override properties = {
    plain: { type: Boolean },
    noQr: { type: Boolean, attribute: 'no-qr' },
    session: {},
  }

  declare plain: boolean
  declare noQr: boolean
  declare session: string | undefined

  readonly #consumer = new SessionConsumer<SessionElement>(this, sessionElementContext)
  #view: InviteView | undefined
  #loading = false

  protected override render(): TemplateResult | typeof nothing | undefined {
    const element = this.#consumer.value
    if (!element?.invite) return nothing
    if (!this.#loading) void this.#load()
    return this.#view?.render(element, element.invite)
  }

  async #load(): Promise<void> {
    this.#loading = true
    try {
      const { InviteView } = await import('./invite-view.ts')
      this.#view = new InviteView(this)
      this.requestUpdate()
    } finally {
      // What could not be loaded may be there the next time.
      this.#loading = this.#view !== undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-invite': WampInviteElement
  }
}
