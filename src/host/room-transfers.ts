// Room transfers: how far the large messages are that go to and come from those in a room, all together.

import { NO_TRANSFERS, type Transfer, type Transfers } from '../protocol/link.ts'

export class RoomTransfers {
  readonly #links = new Map<object, Transfers>()
  readonly #changed: (transfers: Transfers) => void

  constructor(changed: (transfers: Transfers) => void) {
    this.#changed = changed
  }

  get all(): Transfers {
    return this.#links.size > 0 ? { sending: this.#sum('sending'), receiving: this.#sum('receiving') } : NO_TRANSFERS
  }

  /** What goes and comes by `link` now; when it has ended, nothing does. */
  set(link: object, transfers: Transfers): void {
    const isIdle = !transfers.sending && !transfers.receiving
    if (isIdle && !this.#links.delete(link)) return
    if (!isIdle) this.#links.set(link, transfers)
    this.#changed(this.all)
  }

  #sum(direction: keyof Transfers): Transfer | undefined {
    const transfers = [...this.#links.values()].flatMap(link => link[direction] ?? [])
    if (transfers.length === 0) return undefined
    const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other)
    return { bytes: sum(transfers.map(({ bytes }) => bytes)), total: sum(transfers.map(({ total }) => total)) }
  }
}
