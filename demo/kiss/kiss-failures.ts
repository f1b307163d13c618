// <kiss-failures>: a button for each way a call can fail, and what came back.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sessionElement } from '../connection.ts'
import { say, type Translated } from '../site/language.ts'
import { type Session, WampError } from '../wamp.ts'
import { FAILURE_CASES, type FailureCase } from './failure-cases.ts'
import { WOKEN } from './protocol.ts'

const WORDS = {
  call: { en: 'Call', fr: 'Appeler' },
  giveUp: { en: 'Give up', fr: 'Renoncer' },
  waits: { en: 'Waiting …', fr: 'En attente …' },
  resolved: { en: 'resolved to', fr: 'a donné' },
  rejected: { en: 'rejected with', fr: 'a échoué avec' },
  woken: { en: 'The dreamer was woken by', fr: 'Le rêveur a été réveillé par' },
  closed: { en: 'There is no session yet.', fr: 'Il n’y a pas encore de session.' },
  changed: { en: 'I have changed my mind.', fr: 'J’ai changé d’avis.' },
} as const satisfies Record<string, Translated>

interface Outcome {
  readonly failed: boolean
  /** What is shown of it, a line each. */
  readonly lines: readonly string[]
}

export class KissFailures extends LitElement {
  static override properties = { outcomes: { state: true }, running: { state: true }, woken: { state: true } }

  declare outcomes: Readonly<Record<string, Outcome>>
  declare running: Readonly<Record<string, AbortController>>
  declare woken: string
  readonly #element = sessionElement()
  #session: Session | undefined

  constructor() {
    super()
    this.outcomes = {}
    this.running = {}
    this.woken = ''
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#element.removeEventListener('wamp-state', this.#follow)
  }

  protected override render() {
    return html`<ul class="failures">${FAILURE_CASES.map(failure => this.#case(failure))}</ul>`
  }

  #case(failure: FailureCase): TemplateResult {
    const { id, title, code } = failure
    const running = this.running[id]
    return html`<li id=${`failure-${id}`}>
      <h3>${say(title)}</h3>
      <code>${code}</code>
      <div class="answers">
        <button aria-describedby=${`failure-${id}`} ?disabled=${running !== undefined} @click=${() => this.#try(failure)}>${say(WORDS.call)}</button>
        ${failure.cancels && running ? html`<button class="primary" @click=${() => running.abort(new Error(say(WORDS.changed)))}>${say(WORDS.giveUp)}</button>` : nothing}
      </div>
      <div role="status">${running ? say(WORDS.waits) : this.#outcome(failure)}</div>
    </li>`
  }

  #outcome({ id, because }: FailureCase): TemplateResult | typeof nothing {
    const outcome = this.outcomes[id]
    if (!outcome) return nothing
    const { failed, lines } = outcome
    const woken = ['late', 'cancel'].includes(id) && this.woken
    return html`<p class="outcome" ?data-failed=${failed}>
        ${say(failed ? WORDS.rejected : WORDS.resolved)} ${lines.map(line => html`<code>${line}</code> `)}
      </p>
      <p>${say(because)}</p>
      ${woken ? html`<p>${say(WORDS.woken)} <code>${woken}</code></p>` : nothing}`
  }

  // #region try
  async #try(failure: FailureCase): Promise<void> {
    const giveUp = new AbortController()
    this.woken = ''
    this.running = { ...this.running, [failure.id]: giveUp }
    try {
      const result = await failure.call(this.#opened(), { signal: giveUp.signal })
      this.#came(failure, { failed: false, lines: [JSON.stringify(result)] })
    } catch (error) {
      this.#came(failure, { failed: true, lines: linesOf(error) })
    }
  }
  // #endregion

  #opened(): Session {
    const { session } = this.#element
    if (!session) throw new Error(say(WORDS.closed))
    return session
  }

  #came({ id }: FailureCase, outcome: Outcome): void {
    const { [id]: _, ...running } = this.running
    this.running = running
    this.outcomes = { ...this.outcomes, [id]: outcome }
  }

  readonly #follow = (): void => {
    const { session } = this.#element
    if (!session || session === this.#session) return
    this.#session = session
    session
      .subscribe(WOKEN, ([why]) => {
        this.woken = String(why)
      })
      .catch(() => {
        // Another room may forbid it: then nobody tells of the dreamer, and all else is the same.
      })
  }
}

/** An error as a program has it: its URI, its arguments and its keywords; of what is not WAMP's, the message. */
function linesOf(error: unknown): string[] {
  if (!(error instanceof WampError)) return [String(error)]
  const { args, kwargs } = error
  return [error.error, JSON.stringify(args), ...(Object.keys(kwargs).length > 0 ? [JSON.stringify(kwargs)] : [])]
}
