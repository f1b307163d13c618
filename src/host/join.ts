// Join: a guest's way into a room.

import type { Link } from '../protocol/link.ts'
import { loadCrypto } from '../transport/crypto/load.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import { Guest } from './guest.ts'
import type { GuestClient } from './introduction.ts'
import type { Invite } from './invite.ts'
import { SERIALIZERS } from './serializers.ts'
import type { GuestTransport } from './transport-kind.ts'

export const OUR_CLIENT: GuestClient = { serializers: SERIALIZERS, goodbyeIsFinal: false }

export interface JoinOptions {
  /** Gives up when aborted; a link that is open already is not touched by it. */
  readonly signal?: AbortSignal
  /** Told when nobody hosts the room; the guest is then waiting for a host. */
  readonly onwaiting?: () => void
  /** Told when the link goes on by another way, and when it has none for now. */
  readonly onmoved?: (transport: GuestTransport | undefined) => void
  /** Whose link it is to be. Default: our own client's. */
  readonly client?: GuestClient
  /** An earlier way into the same room that has ended: the host stops waiting for whoever came by it. */
  readonly previous?: { readonly name?: string | undefined } | undefined
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: WebSocketConstructor
}

/** A way into a room. */
export interface Joined {
  /** It comes back by itself when what carries it is lost, and ends when that does not succeed in time. */
  readonly link: Link
  /** What carries the link now. */
  readonly transport: GuestTransport | undefined
  /** Whether it may move to a data channel soon. */
  readonly upgrading: boolean
  /** What the host calls the link: a secret. */
  readonly name?: string | undefined
  readonly resumes: true
}

/**
 * Opens a link to the room of an invite, and waits for its host if need be. It goes by relay at once, and moves to a data
 * channel when one opens.
 * Rejects with a sentence where the signaling server cannot be reached; with a `WampError`
 * `wamp.error.not_authorized` where the invite is not accepted, or the answer is not the host's.
 */
export async function join(invite: Invite, options: JoinOptions = {}): Promise<Joined> {
  const crypto = await loadCrypto()
  const { signal, client = OUR_CLIENT, WebSocket, previous, onwaiting, onmoved } = options
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const guest: Guest = new Guest(
      { crypto, invite, client, WebSocket },
      {
        joined: (joined, link) => {
          resolve({
            link,
            get transport() {
              return joined.transport
            },
            get upgrading() {
              return joined.upgrading
            },
            name: joined.name,
            resumes: true,
          })
        },
        failed: reject,
        waiting: () => onwaiting?.(),
        moved: transport => onmoved?.(transport),
      },
      previous?.name,
    )
    const giveUp = () => {
      guest.giveUp()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}
