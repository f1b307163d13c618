// Relay: a link through the signaling server, over the sealed tunnel between a guest and the host.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type Channel, FragmentLink, type FragmentLinkOptions } from './fragment.ts'

/** Milliseconds after which a full WebSocket, which never tells that it has drained, is looked at again. */
const POLL = 10

/**
 * A link over `channel`, whose messages are sealed and relayed. The owner of the channel calls, besides what every
 * {@link FragmentLink} needs, `pause` and `resume` as the signaling server says so of this guest.
 */
export function relayLink(channel: Channel, serializer: Serializer, options: FragmentLinkOptions = {}): FragmentLink {
  return new FragmentLink(channel, serializer, { poll: POLL, ...options })
}
