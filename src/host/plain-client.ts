// Plain client: the host's side of one client that came by the plain WAMP URL.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type Piece, PlainRelayLink, type PlainWire } from '../transport/plain-relay.ts'

/** The room calls `receive`, `pause`, `resume`, `left` and `cutOff` as the signaling server says so. */
export class PlainClient {
  readonly link: PlainRelayLink

  constructor(wire: PlainWire, serializer: Serializer) {
    this.link = new PlainRelayLink(wire, serializer)
  }

  receive(piece: Piece): void {
    this.link.receive(piece)
  }

  pause(): void {
    this.link.pause()
  }

  resume(): void {
    this.link.resume()
  }

  left(reason: string): void {
    this.link.ended(`The other side closed the link: ${reason}.`)
  }

  /** The host page goes away, and may come back: GOODBYE would mean for good, so that the server cuts it off. */
  spare(reason: string): void {
    this.cutOff(reason)
  }

  cutOff(reason: string): void {
    this.link.ended(reason)
  }
}
