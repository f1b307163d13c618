// Link: the seam between WAMP and whatever carries it.

import type { Frame } from './frame.ts'
import type { Serializer } from './serializer/serializer.ts'

export type { Frame }

/** Bytes of the largest frame that a peer may send. */
export const MAX_FRAME = 16 * 1024 * 1024
/** Bytes of the largest frame that every link carries: a router adds little to what it passes on. */
export const MAX_CARRIED = MAX_FRAME + 64 * 1024

/** The lane of a farewell: what is sent there goes when every other lane is empty. */
export const LAST_LANE = -1

/**
 * One end of an open WAMP transport: message-based, bidirectional, reliable, ordered [wamp:transports].
 *
 * Every implementation passes the acceptance suite in `test/transport/link-acceptance.ts`.
 */
export interface Link {
  /** What turns messages into this link's frames. */
  readonly serializer: Serializer
  /** Bytes accepted by {@link send} and not yet handed to the network. */
  readonly bufferedAmount: number
  /** How many frames newer ones of their key have replaced, since the link opened; absent where none ever is. */
  readonly conflated?: number
  /** Milliseconds to the other side and back, as measured last; absent, or undefined, where nothing was measured. */
  readonly roundTrip?: number | undefined
  /** Begins delivery; frames that came earlier are delivered first. Called once. */
  start(receiver: LinkReceiver): void
  /**
   * Queues one frame. Never throws; after close it does nothing.
   * @param lane frames keep their order within a lane (default 0); frames of different lanes may overtake each other,
   *   and those of {@link LAST_LANE} come behind all that was sent before.
   * @param conflate a key: frames sent before with the same key, none of whose bytes has gone, may be left out for this
   *   one, which keeps its own place behind what was sent meanwhile. A frame without a key is never left out. Links
   *   may ignore it.
   */
  send(frame: Frame, lane?: number, conflate?: string): void
  /** Ends the link from this side; what was sent before is still delivered where the transport can. */
  close(reason?: string): void
}

/** Frames of 256 KiB or more that are under way, all of a direction together. */
export interface Transfers {
  readonly sending?: Transfer | undefined
  readonly receiving?: Transfer | undefined
}

export interface Transfer {
  /** Bytes that have come, or were handed to the network. */
  readonly bytes: number
  /** Bytes of all these frames. */
  readonly total: number
}

export const NO_TRANSFERS: Transfers = {}

/** Whether the other side gives signs of life. A link whose other side is gone for good is closed. */
export type Liveness = 'alive' | 'asleep'

/** Who a {@link Link} delivers to. */
export interface LinkReceiver {
  frame(frame: Frame): void
  /**
   * The other side has fallen silent, or is heard again; nothing is lost meanwhile. Links begin `alive`; those that cannot
   * tell never call it.
   */
  liveness?(liveness: Liveness): void
  /**
   * How far large frames are: told when one begins, now and then while it goes, and when all of a direction have ended.
   * Links that cannot tell never call it.
   */
  transfers?(transfers: Transfers): void
  /** Called exactly once, whoever closed; nothing is delivered afterwards. `reason` is a sentence for people. */
  closed(reason: string): void
}
