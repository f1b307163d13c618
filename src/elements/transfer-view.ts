// Transfer view: how far large messages are, for whoever looks at the page.

import { html, type LitElement, nothing, type ReactiveController } from 'lit'
import { NO_TRANSFERS, type Transfer, type Transfers } from '../protocol/link.ts'
import { fill, wordsFor } from './words.ts'

/** Milliseconds. What takes less is there before anybody has read of it. */
const SOON = 500
const MIB = 1024 * 1024

export class TransferView implements ReactiveController {
  readonly #host: LitElement
  readonly #transfers: () => Transfers | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isShown = false

  constructor(host: LitElement, transfers: () => Transfers | undefined) {
    this.#host = host
    this.#transfers = transfers
    host.addController(this)
  }

  hostUpdate(): void {
    const { sending, receiving } = this.#now
    if (sending || receiving) {
      this.#timer ??= setTimeout(() => {
        this.#isShown = true
        this.#host.requestUpdate()
      }, SOON)
    } else this.hostDisconnected()
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isShown = false
  }

  render() {
    if (!this.#isShown) return nothing
    const { receiving, sending } = this.#now
    return [receiving && this.#line('receiving', receiving), sending && this.#line('sending', sending)]
  }

  /** What is read aloud, once. */
  get said(): string {
    const words = wordsFor(this.#host)
    const { receiving, sending } = this.#isShown ? this.#now : NO_TRANSFERS
    return receiving ? words.receiving : sending ? words.sending : ''
  }

  get #now(): Transfers {
    return this.#transfers() ?? NO_TRANSFERS
  }

  #line(direction: keyof Transfers, { bytes, total }: Transfer) {
    const words = wordsFor(this.#host)
    const mib = (amount: number) => String(Number((amount / MIB).toFixed(1))).replace('.', words.point)
    const text = `${words[direction]} ${fill(fill(words.amount, mib(bytes)), mib(total))}`
    return html`<p part="transfer"><span>${text}</span> <progress aria-label=${words[direction]} value=${bytes} max=${total}></progress></p>`
  }
}
