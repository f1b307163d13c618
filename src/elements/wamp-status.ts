// <wamp-status>: the connection in a few words.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { errorWords } from './error-words.ts'
import { RoundTrip } from './round-trip.ts'
import { SessionConsumer } from './session-consumer.ts'
import { sessionElementContext } from './session-context.ts'
import type { SessionElement } from './session-element.ts'
import { quiet } from './styles.ts'
import { TransferView } from './transfer-view.ts'
import { wordsFor } from './words.ts'

/**
 * Says what this page is in its session, by which way it is connected, how quickly the router answers, and what is wrong; and
 * how far a large message is that takes a while, where that can be known: not by a WebSocket.
 *
 * @summary The connection in a few words.
 * @tag wamp-status
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @csspart badge - the words in one line
 * @csspart dot - the mark before them
 * @csspart text - what this page is
 * @csspart path - the way of the connection
 * @csspart latency - how long the router takes to answer
 * @csspart advice - what is wrong, or to be known
 * @csspart transfer - how far a large message is, with a `<progress>`
 * @cssprop --wamp-good - the colour of the mark where all is well
 * @cssprop --wamp-wait - the colour of the mark where something is to be waited for
 * @cssState good - how it is
 * @cssState wait - how it is
 * @cssState off - how it is
 */
export class WampStatusElement extends LitElement {
  static override properties = { session: {} }
  static override styles = [
    quiet,
    css`
      :host { display: inline-block; max-width: 100% }
      :host([hidden]) { display: none }
      [part=badge] { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0 .5em; padding: .2em .7em; border: 1px solid; border-radius: 1em; border-color: color-mix(in srgb, currentColor 30%, transparent) }
      i { flex: none; width: .6em; height: .6em; border-radius: 50%; box-shadow: inset 0 0 0 2px currentColor; forced-color-adjust: none }
      .good { background: var(--wamp-good, #2da44e); box-shadow: none }
      .wait { background: var(--wamp-wait, #d29922); box-shadow: none; animation: wait 1.5s infinite alternate }
      @keyframes wait { to { opacity: .3 } }
      @media (prefers-reduced-motion: reduce) { .wait { animation: none } }
      [part=path]::before, [part=latency]::before { content: '·'; margin-inline-end: .5em; opacity: .6 }
      [part=latency] { font-variant-numeric: tabular-nums }
      [part=transfer] { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .3em; margin: .3em 0 0; font-variant-numeric: tabular-nums }
      progress { flex: 0 1 12em; accent-color: currentColor }
      [part=advice] { margin: .3em 0 0 }
    `,
  ]

  declare session: string | undefined

  readonly #internals = this.attachInternals()
  readonly #consumer = new SessionConsumer<SessionElement>(this, sessionElementContext)
  readonly #trip = new RoundTrip(this, () => this.#consumer.value?.session)

  readonly #transfers = new TransferView(this, () => {
    const { room, session } = this.#consumer.value ?? {}
    return (room ?? session)?.transfers
  })

  protected override render(): TemplateResult {
    const element = this.#consumer.value
    const { words, mood, advice } = this.#say(element)
    this.#internals.states.clear()
    this.#internals.states.add(mood)
    const path = element?.transport && wordsFor(this)[element.transport]
    const { latency } = this.#trip
    const { lines, said } = this.#transfers.render()
    return html`<span part="badge"><i part="dot" class=${mood}></i><span part="text">${words}</span>${
      path ? html`<span part="path">${path}</span>` : nothing
    }${latency === undefined ? nothing : html`<span part="latency">${Math.max(1, Math.round(latency))} ms</span>`}</span>
      ${lines}
      ${advice ? html`<p part="advice">${advice}</p>` : nothing}
      <span class="quiet" role="status">${words} ${path} ${advice}</span><span class="quiet" role="status">${said}</span>`
  }

  #say(element: SessionElement | undefined): {
    words: string
    mood: 'good' | 'wait' | 'off'
    advice?: string | undefined
  } {
    const words = wordsFor(this)
    const { state = 'closed', role, waiting, liveness, error, risk } = element ?? {}
    const wrong = error && errorWords(this, error)
    if (state === 'closed') return { words: words.offline, mood: 'off', advice: wrong }
    if (waiting) return { words: words.waiting, mood: 'wait' }
    if (liveness === 'asleep') return { words: words.reconnecting, mood: 'wait', advice: words.hostAsleep }
    if (state === 'open') return { words: role ? words[role] : '', mood: risk ? 'wait' : 'good', advice: risk }
    if (role === 'host') {
      return { words: words.host, mood: 'wait', advice: state === 'reconnecting' ? words.hostUnreachable : wrong }
    }
    return { words: words[state], mood: 'wait', advice: wrong }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-status': WampStatusElement
  }
}
