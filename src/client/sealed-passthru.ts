// SealedPassthru: has what a session sends sealed, and what it receives opened, and keeps the order of both.

import * as m from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { InOrder } from './in-order.ts'
import type { Passthru, Purpose, Sealed } from './payload-passthru.ts'

/** What makes payloads unreadable for routers, and readable again. */
export interface PayloadCodec {
  /** Undefined where the purpose's payloads go as they are. */
  seal(purpose: Purpose, payload: Payload): Promise<Sealed> | undefined
  /** Undefined where such a payload is taken as it is. Rejects with a `WampError` where it must not be. */
  open(purpose: Purpose, sealed: Sealed): Promise<Sealed> | undefined
}

export class SealedPassthru implements Passthru {
  readonly #codec: PayloadCodec
  readonly #serializer: () => Serializer | undefined
  readonly #outgoing = new InOrder()
  readonly #incoming = new InOrder()

  constructor(codec: PayloadCodec, serializer: () => Serializer | undefined) {
    this.#codec = codec
    this.#serializer = serializer
  }

  seal(purpose: Purpose, payload: Payload, send: (sealed: Sealed) => void, failed: (error: unknown) => void): void {
    const sealed = this.#codec.seal(purpose, payload)
    let plain = payload
    if (sealed === undefined && this.#outgoing.isWaiting) {
      try {
        plain = snapshot(payload, this.#serializer())
      } catch (unsendable) {
        return failed(unsendable)
      }
    }
    this.#outgoing.add(sealed ?? { options: {}, payload: plain }, send, failed)
  }

  open(purpose: Purpose, sealed: Sealed, take: (opened: Sealed) => void, failed: (error: unknown) => void): void {
    this.#incoming.add(this.#codec.open(purpose, sealed) ?? sealed, take, failed)
  }
}

/** What waits its turn behind something sealed is sent as it is now, whatever the application does with it meanwhile. */
function snapshot(payload: Payload, serializer: Serializer | undefined): Payload {
  if (serializer === undefined) return payload
  const [, , , taken] = serializer.decode(serializer.encode([m.YIELD, 1, {}, payload])) as m.Yield
  return taken
}
