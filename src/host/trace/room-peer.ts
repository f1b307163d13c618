// Room peer: how a session of a room is connected now.

import type { Liveness } from '../../protocol/link.ts'
import type { Id } from '../../protocol/messages.ts'
import type { Realm } from '../../router/realm.ts'
import type { Transport } from '../transport-kind.ts'
import type { TracedLink } from './traced-link.ts'

export interface RoomPeer {
  readonly session: Id
  readonly authid: string
  readonly authrole: string
  readonly authmethod: string
  /** What carries it: `relay` by the signaling server, `websocket` a plain client, which the server relays too. */
  readonly transport: Transport | undefined
  readonly liveness: Liveness
  /** Milliseconds to the other side and back, as measured last; links that are never idle do not measure. */
  readonly roundTrip: number | undefined
  /** Bytes that wait for it. */
  readonly waiting: number
  /** Events left out for it in favour of newer ones, since it was slow. */
  readonly conflated: number
}

/** The sessions of a realm that have a link, with what the link knows. */
export function roomPeers(links: Iterable<TracedLink>, realm: Realm | undefined): RoomPeer[] {
  return [...links].flatMap(link => {
    const session = realm?.sessions.get(link.facts.session())
    if (session === undefined) return []
    const { authid, authrole, authmethod } = session.principal
    const { bufferedAmount: waiting, conflated, roundTrip } = link
    const transport = link.facts.transport()
    return {
      session: session.id,
      authid,
      authrole,
      authmethod,
      transport,
      liveness: session.liveness,
      roundTrip,
      waiting,
      conflated,
    }
  })
}
