// Room: a router that others can reach by an invite, as the page sees it that hosts it, wherever the router lives.

import type { Link, Transfers } from '../protocol/link.ts'
import type { RouterCounters } from '../router/router.ts'
import type { RoomPeer } from './trace/room-peer.ts'
import type { TraceObserver } from './trace/trace-record.ts'

/** `open` is when others can come in; sessions inside the router need no signaling server. */
export type RoomState = 'connecting' | 'open' | 'reconnecting' | 'closed'

export interface Room {
  readonly state: RoomState
  /** Why the room is not open, where something went wrong. */
  readonly error: Error | undefined
  /** The large messages that go to its guests and come from them, of 256 KiB or more; of plain clients that is not known. */
  readonly transfers: Transfers
  readonly realm: string
  /** What carries the sessions of this page. */
  readonly transport: 'memory' | 'message-port'
  /** Whether the room is the same one after this page was closed, and if not why. */
  readonly persistent: { readonly kept: boolean; readonly warning: string | undefined }
  /** Why the browser may put this page to sleep, and the room with it, in a sentence for people; else undefined. */
  readonly risk: string | undefined
  /** The URL that lets someone in, by `page` instead of the room's own if it is given. */
  inviteFor(page?: string): string
  /** The plain WAMP URL, on the signaling server that an invite by `page` leads to; `undefined` where refused. */
  plainUrlFor(page?: string): string | undefined
  /**
   * Makes another invite, and another plain URL: those handed out so far let nobody in any more. Who is inside stays, and comes
   * back after a lost connection; a guest whose page is reloaded needs the new invite. Rejects with a sentence where that
   * cannot be, as in a room that is closed.
   */
  rotate(): Promise<void>
  /** Base URLs at which this machine can be reached on its network, if the signaling server runs here and says so. */
  addresses(): Promise<string[]>
  /** A link to the router inside, for a session of this very page. */
  dial(): Link
  /** What happened at the router since it was made, and was told to nobody. */
  counters(): Promise<RouterCounters>
  /**
   * Tells `observer` of every WAMP message that the room's router gets and sends, payloads included, from now on until the
   * returned function is called. Only who hosts can see all that; what proves who somebody is, is masked all the same. What comes
   * faster than a page takes it from a worker is left out, which the records' numbers show.
   */
  trace(observer: TraceObserver): () => void
  /** How each session in the room is connected now. */
  peers(): Promise<RoomPeer[]>
  /** Tries to reach the signaling server at once, if it waits to: after the network or the page came back. */
  retry(): void
  /** The page is put to sleep, with all that is in it: guests are told, and wait for it. */
  sleep(): void
  /** The page is back: so are those who waited. */
  wake(): void
  /**
   * This page hosts no more. Says GOODBYE to everybody and lets nobody in any more, unless other tabs host the same room;
   * the ways out are closed when that had time to arrive.
   */
  close(): void
  /** The same at once, for a page that ends: whom GOODBYE does not reach hears of it from the server. */
  abandon(): void
}
