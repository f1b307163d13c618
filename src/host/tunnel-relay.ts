// Tunnel relay: the relay over one tunnel, which its link takes when it has no better path, and lets go when it has one.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import { relayLink } from '../transport/relay.ts'
import { PATH_HEARTBEAT } from '../transport/resume/resumable-link.ts'

/** The tunnel, as far as a relay needs it. */
export interface RelayWire {
  /** Says that the pieces from here on belong to the relay of this number. */
  begin(number: number): void
  send(piece: Uint8Array): void
  /** Bytes accepted and not yet handed to the network. */
  readonly bufferedAmount: number
}

/**
 * Relays are numbered: pieces of the last one may still be under way when the next begins. Either side begins one, and the
 * other answers by beginning the same.
 */
export class TunnelRelay {
  readonly #wire: RelayWire
  readonly #serializer: Serializer
  readonly #opened: (path: FragmentLink) => void
  #path: FragmentLink | undefined
  #number = 0
  /** The relay that the other side's pieces belong to. */
  #theirs = 0
  #paused = false

  /** @param opened given each relay's path; `serializer` tells whether its frames are text. */
  constructor(wire: RelayWire, serializer: Serializer, opened: (path: FragmentLink) => void) {
    this.#wire = wire
    this.#serializer = serializer
    this.#opened = opened
  }

  /** Whether it is the relay that the link goes by. */
  carries(path: unknown): boolean {
    return path !== undefined && path === this.#path
  }

  /** Opens a relay, unless one is open. */
  open(): void {
    if (!this.#path || this.#path.over) this.#begin(this.#number + 1)
  }

  /** The other side has begun the relay of this number. */
  begun(number: number): void {
    this.#theirs = number
    if (number > this.#number) this.#begin(number)
  }

  receive(piece: Uint8Array): void {
    if (this.#theirs === this.#number) this.#path?.receive(piece)
  }

  drained(): void {
    this.#path?.drained()
  }

  /** There is no room further down the way, until `resume`. */
  pause(): void {
    this.#paused = true
    this.#path?.pause()
  }

  resume(): void {
    this.#paused = false
    this.#path?.resume()
  }

  /** The tunnel is gone. */
  ended(reason: string): void {
    this.#path?.ended(reason)
    this.#path = undefined
  }

  #begin(number: number): void {
    this.ended('Another relay takes its place.')
    this.#number = number
    this.#wire.begin(number)
    const wire = this.#wire
    const path: FragmentLink = relayLink(
      {
        send: piece => {
          if (this.#number === number) wire.send(piece)
        },
        get bufferedAmount() {
          return wire.bufferedAmount
        },
        close: () => {
          if (this.#path === path) this.#path = undefined
        },
      },
      this.#serializer,
      { heartbeat: PATH_HEARTBEAT },
    )
    this.#path = path
    if (this.#paused) path.pause()
    this.#opened(path)
  }
}
