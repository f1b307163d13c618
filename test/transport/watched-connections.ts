// Watching the peer connections that a page makes.

/** The peer connections that a page makes while `act` runs, and the channels that come in by them. */
export async function watching<T>(act: () => Promise<T>) {
  const Original = RTCPeerConnection
  const connections: RTCPeerConnection[] = []
  const channels: RTCDataChannel[] = []
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
      this.addEventListener('datachannel', ({ channel }) => channels.push(channel))
    }
  }
  const open = () => connections.filter(({ connectionState }) => connectionState !== 'closed').length
  try {
    return { result: await act(), connections, channels, open }
  } finally {
    globalThis.RTCPeerConnection = Original
  }
}
