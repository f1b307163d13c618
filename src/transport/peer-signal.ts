// Peer signals: what two sides tell each other so that WebRTC can connect them, checked before simple-peer sees it.

/** A session description, or one way in which a side may be reached. */
export type PeerSignal =
  | { type: 'offer' | 'answer'; sdp: string }
  | { type: 'candidate'; candidate: RTCIceCandidateInit }

/** The signal in `data`, without anything else that is in there; undefined where there is none. */
export function readSignal(data: unknown): PeerSignal | undefined {
  const { type, sdp, candidate } = propertiesOf(data)
  if (type === 'offer' || type === 'answer') return typeof sdp === 'string' ? { type, sdp } : undefined
  if (type !== 'candidate') return undefined
  const { candidate: line, sdpMLineIndex, sdpMid } = propertiesOf(candidate)
  if (typeof line !== 'string') return undefined
  return {
    type,
    candidate: {
      candidate: line,
      sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
    },
  }
}

function propertiesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
