// <wamp-presence>: who is here.

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { WampPresenceChangeEvent, WampRequestErrorEvent } from './events.ts'
import { keepName, keptName } from './kept-name.ts'
import { type Peer, PresenceController } from './presence-controller.ts'
import { SessionConsumer } from './session-consumer.ts'
import { controls, quiet } from './styles.ts'
import { Stamps, templateOf } from './template.ts'
import { fill, wordsFor } from './words.ts'

/**
 * Lists the sessions of the realm, by the names that their `<wamp-presence>` elements publish; who is asleep is marked. With
 * `editable` a person says in a field what he or she is called; that is kept in `localStorage` as `wamp_mesh.name`, for all
 * pages of the origin, and stands before `name`. A `<template>` inside is shown for each instead of the list, with `data-bind` for `name`, `session`, `you` and `asleep`, the
 * last two being words or nothing.
 *
 * @summary Who is here.
 * @tag wamp-presence
 * @attr {string} name - what this page's person is called; without one the element only looks
 * @attr {boolean} editable - show the name in a field, to be changed
 * @attr {string} topic - where names are published; `wamp_mesh.presence` by default
 * @attr {boolean} named - leave out sessions that say no name
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @prop {readonly Peer[]} peers - who is here: `session`, `name`, `asleep`, `me`
 * @fires {WampPresenceChangeEvent} wamp-presence-change - who is here is other than before, with `peers`
 * @fires {WampRequestErrorEvent} wamp-request-error - the router does not tell, or does not let the name be known
 * @slot - a template for each session
 * @csspart own - the label and field of one's own name
 * @csspart name - the field in it
 * @csspart list - the list
 * @csspart peer - one of them; also `me` and `asleep`
 * @csspart dot - the mark before a name
 * @cssprop --wamp-good - the colour of who is here
 */
export class WampPresenceElement extends LitElement {
  static override properties = {
    name: {},
    editable: { type: Boolean },
    topic: {},
    named: { type: Boolean },
    session: {},
    heard: { state: true },
  }
  static override styles = [
    controls,
    quiet,
    css`
      :host { display: block }
      :host([hidden]) { display: none }
      label { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .6em; margin-block-end: .6em }
      input { padding: 0 .6em }
      ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25em 1em }
      li { display: flex; align-items: center; gap: .4em; overflow-wrap: anywhere }
      i { flex: none; width: .6em; height: .6em; border-radius: 50%; background: var(--wamp-good, #2da44e); forced-color-adjust: none }
      .asleep i { background: none; box-shadow: inset 0 0 0 2px currentColor }
    `,
  ]

  declare name: string | undefined
  declare editable: boolean
  declare topic: string | undefined
  declare named: boolean
  declare session: string | undefined
  declare heard: string | undefined

  readonly #consumer = new SessionConsumer(this)
  readonly #stamps = new Stamps()
  readonly #presence = new PresenceController(
    this,
    () => ({ session: this.#consumer.value, name: this.name, topic: this.topic }),
    {
      changed: peers => this.dispatchEvent(new WampPresenceChangeEvent(peers)),
      moved: ({ name = '' }, how) => {
        const { joined, gone } = wordsFor(this)
        this.heard = fill(how === 'joined' ? joined : gone, name)
      },
      failed: error => this.dispatchEvent(new WampRequestErrorEvent(error)),
    },
  )

  get peers(): readonly Peer[] {
    return this.#presence.peers
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('editable') && this.editable) this.name = keptName() ?? this.name
  }

  protected override render(): TemplateResult {
    const words = wordsFor(this)
    const peer = ({ name, me, asleep }: Peer) => html`<li
      part="peer${me ? ' me' : ''}${asleep ? ' asleep' : ''}"
      class=${asleep ? 'asleep' : nothing}
    ><i part="dot"></i><span>${name ?? words.somebody}${me ? ` (${words.you})` : ''}${asleep ? ` · ${words.asleep}` : ''}</span></li>`
    const list = html`<ul part="list" role="list" aria-label=${words.peers}>${this.#shown.map(peer)}</ul>`
    const own = html`<label part="own">${words.yourName}
      <input part="name" autocomplete="nickname" maxlength="100" .value=${this.name ?? ''} @change=${this.#rename}></label>`
    return html`${this.editable ? own : nothing}${templateOf(this) ? nothing : list}<slot></slot><p class="quiet" role="status">${this.heard}</p>`
  }

  protected override updated(): void {
    const template = templateOf(this)
    if (!template) return
    const words = wordsFor(this)
    const data = ({ session, name = words.somebody, me, asleep }: Peer) =>
      [session, { session, name, you: me ? words.you : '', asleep: asleep ? words.asleep : '' }] as const
    this.#stamps.show(template, this.#shown.map(data))
  }

  readonly #rename = ({ target }: Event): void => {
    this.name = (target as HTMLInputElement).value.trim()
    keepName(this.name)
  }

  get #shown(): readonly Peer[] {
    return this.named ? this.peers.filter(({ name }) => name) : this.peers
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-presence': WampPresenceElement
  }
}
