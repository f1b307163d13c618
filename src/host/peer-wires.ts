// Peer wires: the ways of a host's signaling socket to the guests and plain clients behind it, by their numbers.

import type { PlainWire } from '../transport/plain-relay.ts'
import { packRelay } from '../transport/signaling-messages.ts'
import type { HostSocket } from '../transport/signaling-socket.ts'
import type { GuestWire } from './guest-room.ts'

/** To a mesh guest, which gets records as they are. */
export function guestWire(socket: HostSocket, peer: number, close: (reason: string) => void): GuestWire {
  return {
    send: record => socket.relay(packRelay({ peer, fin: true, text: false }, record)),
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    close,
  }
}

/** To a plain client, whose messages go in pieces. */
export function plainWire(socket: HostSocket, peer: number, close: (reason: string) => void): PlainWire {
  return {
    send: ({ payload, fin, text }) => socket.relay(packRelay({ peer, fin, text }, payload)),
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    close,
  }
}
