// Data channel: a link straight to another browser, over WebRTC by a peer connection of this page.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type DataChannel, type DataChannelOptions, FramedChannel } from './framed-channel.ts'
import { PeerChannel, type PeerChannelOptions } from './peer-channel.ts'

export type { DataChannel, DataChannelOptions } from './framed-channel.ts'

/** The side that begins, a guest. The other side must be there: a browser has few peer connections to spend. */
export function offerDataChannel(serializer: Serializer, options: DataChannelOptions): DataChannel {
  const { iceServers } = options
  const peer: PeerChannelOptions = { role: 'offer', protocol: serializer.protocol, iceServers }
  return new FramedChannel([serializer], options, owner => new PeerChannel(peer, owner))
}

/** The side that answers, the host: the offerer chose one of `serializers`, and may speak the open draft's framing. */
export function answerDataChannel(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel {
  const peer: PeerChannelOptions = { role: 'answer', iceServers: options.iceServers }
  return new FramedChannel(serializers, { ...options, listens: true }, owner => new PeerChannel(peer, owner))
}
