// <kiss-people>: who is here, each to be asked for a kiss: a call that a person answers, browser to browser.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { sessionElement } from '../connection.ts'
import { say, type Translated } from '../site/language.ts'
import type { Peer } from '../wamp.ts'
import { kissOf } from './protocol.ts'

/** Milliseconds that a person has to answer. */
const ANSWER_TIME = 30_000

const WORDS = {
  ask: { en: 'Ask for a kiss', fr: 'Demander un bisou' },
  asked: { en: 'Waiting for the answer …', fr: 'En attente de la réponse …' },
  asleep: { en: 'asleep', fr: 'en sommeil' },
  accepted: { en: 'Kiss accepted ♥', fr: 'Bisou accepté ♥' },
  refused: { en: 'Kiss refused', fr: 'Bisou refusé' },
  alone: {
    en: 'Nobody else is here. Open this page once more, in another tab or on a phone by the invite.',
    fr: 'Il n’y a personne d’autre. Ouvrez cette page une deuxième fois, dans un autre onglet, ou sur un téléphone par l’invitation.',
  },
} as const satisfies Record<string, Translated>

export class KissPeople extends LitElement {
  static override properties = { peers: { attribute: false }, answers: { state: true } }

  /** Who is here and says a name. */
  declare peers: readonly Peer[]
  /** What came of asking, by session. */
  declare answers: ReadonlyMap<number, string>
  /** What is asked for. */
  kind: () => { type: string; name: string } = () => ({ type: 'sec', name: '' })

  constructor() {
    super()
    this.peers = []
    this.answers = new Map()
  }

  protected override createRenderRoot() {
    return this
  }

  protected override render() {
    const others = this.peers.filter(({ me, name }) => !me && name)
    if (others.length === 0) return html`<p class="alone">${say(WORDS.alone)}</p>`
    return html`<ul class="people">${repeat(
      others,
      ({ session }) => session,
      peer => this.#person(peer),
    )}</ul>`
  }

  #person({ session, name, asleep }: Peer): TemplateResult {
    const answer = this.answers.get(session)
    const waits = answer === say(WORDS.asked)
    return html`<li>
      <span class="person"><b dir="auto">${name}</b>${asleep ? html` <small>${say(WORDS.asleep)}</small>` : nothing}</span>
      <button aria-label="${say(WORDS.ask)} – ${name}" aria-disabled=${waits} @click=${() => waits || this.#ask(session)}>♥ ${say(WORDS.ask)}</button>
      <span role="status">${answer}</span>
    </li>`
  }

  async #ask(person: number): Promise<void> {
    this.#tell(person, say(WORDS.asked))
    this.#tell(person, await this.#answerOf(person))
  }

  async #answerOf(person: number): Promise<string> {
    const { session } = sessionElement()
    try {
      // #region ask
      const accepted = await session?.call(kissOf(person), [], this.kind(), { timeout: ANSWER_TIME })
      return say(accepted === true ? WORDS.accepted : WORDS.refused)
      // #endregion
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #tell(person: number, answer: string): void {
    this.answers = new Map([...this.answers, [person, answer]])
  }
}
