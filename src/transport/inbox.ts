// Inbox: the receiving half that every link shares, which keeps a Link's promises to its receiver.

import type { Frame, LinkReceiver, Liveness, Transfers } from '../protocol/link.ts'

/**
 * Delivers frames in order from a microtask of its own, so never inside somebody else's call; keeps what comes before
 * `start`; says `closed` exactly once, and nothing after it.
 */
export class Inbox {
  #waiting: Frame[] = []
  #bytes = 0
  #receiver: LinkReceiver | undefined
  #reason: string | undefined
  #said = false
  #liveness: Liveness = 'alive'
  #toldLiveness: Liveness = 'alive'
  #scheduled = false

  /** Bytes that have come and were not delivered yet; a text counts its characters. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many frames have come and were not delivered yet. */
  get length(): number {
    return this.#waiting.length
  }

  /** Whether the link is over: no frame is accepted any more. */
  get over(): boolean {
    return this.#reason !== undefined
  }

  start(receiver: LinkReceiver): void {
    if (this.#receiver) throw new Error('This link was started before: a link has one receiver')
    this.#receiver = receiver
    this.#schedule()
  }

  push(frame: Frame): void {
    if (this.over) return
    this.#waiting.push(frame)
    this.#bytes += frame.length
    this.#schedule()
  }

  /** The other side fell silent, or is heard again: told in a microtask, unless it is past by then. */
  turn(liveness: Liveness): void {
    this.#liveness = liveness
    this.#schedule()
  }

  /** Other large frames are under way, or more of them: told at once, since only what carries the link tells of that. */
  carry(transfers: Transfers): void {
    if (this.over) return
    try {
      this.#receiver?.transfers?.(transfers)
    } catch (error) {
      // It stays uncaught, and what carries the link goes on with the frame.
      queueMicrotask(() => {
        throw error
      })
    }
  }

  /** The transport ended: what has come is still delivered, then `closed`. Only the first reason counts. */
  end(reason: string): void {
    this.#reason ??= reason
    this.#schedule()
  }

  /** This side closed: nothing more is delivered but `closed`. */
  abandon(reason: string): void {
    this.#waiting = []
    this.#bytes = 0
    this.end(reason)
  }

  #schedule(): void {
    if (this.#scheduled || !this.#receiver) return
    this.#scheduled = true
    queueMicrotask(() => this.#deliver())
  }

  #deliver(): void {
    let next = 0
    try {
      // The list is read anew each time: the receiver may close the link, which empties it.
      for (let frame = this.#waiting[0]; frame !== undefined; frame = this.#waiting[next]) {
        next++
        this.#bytes -= frame.length
        this.#receiver?.frame(frame)
      }
      this.#sayLiveness()
      this.#sayClosed()
    } finally {
      // Also when the receiver threw: its error stays uncaught, and what stands behind that frame still comes.
      this.#waiting.splice(0, next)
      this.#scheduled = false
      if (this.#waiting.length > 0 || (this.over && !this.#said)) this.#schedule()
    }
  }

  #sayLiveness(): void {
    if (this.#liveness === this.#toldLiveness || this.over) return
    this.#toldLiveness = this.#liveness
    this.#receiver?.liveness?.(this.#liveness)
  }

  #sayClosed(): void {
    if (this.#reason === undefined || this.#said) return
    this.#said = true
    this.#receiver?.closed(this.#reason)
  }
}
