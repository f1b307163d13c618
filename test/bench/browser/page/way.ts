// Way: a bare MessagePort, RTCDataChannel or relayed WebSocket between two pages.

export interface Way {
  send(message: Uint8Array): void
  /** Resolves when it can take more. */
  drained(): Promise<void> | undefined
  onmessage: (message: Uint8Array) => void
  close(): void
}

/** Bytes that a sender of much leaves in a channel before it waits. */
const HIGH_MARK = 1024 * 1024
const LOW_MARK = 256 * 1024

/** A socket to a relay that passes on what comes to whoever is at the other side of `path`. */
export async function socketWay(relay: string, path: string, side: 'host' | 'guest'): Promise<Way> {
  const socket = new WebSocket(`${relay}/${path}/${side}`)
  socket.binaryType = 'arraybuffer'
  await opened(socket)
  const way: Way = {
    send: message => socket.send(message as Uint8Array<ArrayBuffer>),
    drained: () => (socket.bufferedAmount > HIGH_MARK ? nextTask() : undefined),
    onmessage: () => {},
    close: () => socket.close(),
  }
  socket.onmessage = ({ data }) => way.onmessage(new Uint8Array(data))
  return way
}

/** A data channel, for which the sides signal by such a socket; the guest offers. */
export async function channelWay(relay: string, path: string, side: 'host' | 'guest'): Promise<Way> {
  const signals = await socketWay(relay, path, side)
  const peer = new RTCPeerConnection()
  const say = (signal: object) => signals.send(new TextEncoder().encode(JSON.stringify(signal)))
  peer.onicecandidate = ({ candidate }) => candidate && say({ candidate })
  signals.onmessage = async message => {
    const { description, candidate } = JSON.parse(new TextDecoder().decode(message))
    if (candidate) return peer.addIceCandidate(candidate)
    await peer.setRemoteDescription(description)
    if (description.type === 'answer') return
    await peer.setLocalDescription()
    say({ description: peer.localDescription })
  }
  const coming = new Promise<RTCDataChannel>(resolve => {
    peer.ondatachannel = ({ channel }) => resolve(channel)
  })
  if (side === 'host') return bareChannel(await coming, peer)
  const channel = peer.createDataChannel('bench')
  await peer.setLocalDescription()
  say({ description: peer.localDescription })
  await opened(channel)
  return bareChannel(channel, peer)
}

function bareChannel(channel: RTCDataChannel, peer: RTCPeerConnection): Way {
  channel.binaryType = 'arraybuffer'
  channel.bufferedAmountLowThreshold = LOW_MARK
  const way: Way = {
    send: message => channel.send(message as Uint8Array<ArrayBuffer>),
    drained: () => (channel.bufferedAmount > HIGH_MARK ? happened(channel, 'bufferedamountlow') : undefined),
    onmessage: () => {},
    close: () => peer.close(),
  }
  channel.onmessage = ({ data }) => way.onmessage(new Uint8Array(data))
  return way
}

/** Bytes of a message that others share, as in our framing. */
const PACKET = 16 * 1024

/** The way with small messages put together: those that are sent in one task share messages, each behind its length. */
export function packed(way: Way): Way {
  let packet = new Uint8Array(PACKET)
  let filled = 0
  const flush = () => {
    if (filled === 0) return
    way.send(packet.subarray(0, filled))
    packet = new Uint8Array(PACKET)
    filled = 0
  }
  const whole: Way = {
    send: message => {
      if (filled + 2 + message.length > PACKET) flush()
      if (filled === 0) queueMicrotask(flush)
      packet[filled] = message.length >> 8
      packet[filled + 1] = message.length
      packet.set(message, filled + 2)
      filled += 2 + message.length
    },
    drained: () => way.drained(),
    onmessage: () => {},
    close: () => way.close(),
  }
  way.onmessage = bytes => {
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + 256 * (bytes[at] as number) + (bytes[at + 1] as number)
      whole.onmessage(bytes.subarray(at + 2, end))
      at = end
    }
  }
  return whole
}

/** A port to the page at the other side, or one whose worker passes on what comes. */
export function introduce(
  worker: string,
  path: string,
  side: 'host' | 'guest',
  kind: 'direct' | 'relayed',
): Promise<MessagePort> {
  return new Promise(resolve => {
    const { port } = new SharedWorker(worker, { type: 'module', name: 'bare' })
    port.postMessage({ path, side, kind })
    port.onmessage = ({ ports: [direct] }) => resolve(direct ?? port)
  })
}

export function portWay(port: MessagePort): Way {
  const way: Way = {
    send: message => port.postMessage(message),
    drained: () => undefined,
    onmessage: () => {},
    close: () => port.close(),
  }
  port.onmessage = ({ data }) => way.onmessage(data)
  return way
}

const happened = (target: EventTarget, event: string) =>
  new Promise<void>(resolve => target.addEventListener(event, () => resolve(), { once: true }))

async function opened(target: EventTarget): Promise<void> {
  await Promise.race([
    happened(target, 'open'),
    happened(target, 'error').then(() => Promise.reject(new Error('It could not be opened.'))),
  ])
}

const nextTask = () => new Promise<void>(resolve => setTimeout(resolve))
