// Transfer view: how far large messages are, for whoever looks at the page.

import { html, type LitElement, type ReactiveController } from 'lit'
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

  /** The lines, and what of them is read aloud, once. */
  render(): { readonly lines: readonly unknown[]; readonly said: string } {
    const now = this.#isShown ? this.#now : NO_TRANSFERS
    const words = wordsFor(this.#host)
    const mib = (amount: number) => String(Number((amount / MIB).toFixed(1))).replace('.', words.point)
    const directions = (['receiving', 'sending'] as const).filter(direction => now[direction])
    const lines = directions.map(direction => {
      const { bytes, total } = now[direction] as Transfer
      const amount = fill(fill(words.amount, mib(bytes)), mib(total))
      return html`<label part="transfer">${words[direction]} ${amount} <progress value=${bytes} max=${total}></progress></label>`
    })
    return { lines, said: directions.map(direction => words[direction]).join(', ') }
  }

  get #now(): Transfers {
    return this.#transfers() ?? NO_TRANSFERS
  }
}
