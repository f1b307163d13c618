// Links between a room and its guests, plain and relayed, pass the acceptance suite by way of a real signaling server.

import { WebSocket } from 'ws'
import { createSignalingServer } from '../../signaling/server.ts'
import { memoryStore } from '../../src/host/identity.ts'
import { parseInvite } from '../../src/host/invite.ts'
import { join } from '../../src/host/join.ts'
import type { Room } from '../../src/host/room.ts'
import { hostInTab } from '../../src/host/tab.ts'
import type { Link } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { openWebSocket, type WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { type LinkPair, linkAcceptance } from '../transport/link-acceptance.ts'

// Their types only spell the events out one by one.
const socket = WebSocket as unknown as WebSocketConstructor
const EVENTS = ['open', 'message', 'error', 'close']

/** Opens the way in that `enter` takes; the test takes the host's end in the router's place. */
async function pairBy(enter: (room: Room, WebSocket: WebSocketConstructor) => Promise<Link>): Promise<LinkPair> {
  // The suite sends faster than a guest may for long.
  const signaling = await createSignalingServer({ port: 0, limits: { messagesPerSecond: 1_000_000 } })
  const open = withResolvers<void>()
  const room = await hostInTab({
    page: 'https://example.org/',
    signaling: signaling.url,
    grace: 100,
    store: memoryStore(),
    WebSocket: socket,
    onstate: state => state === 'open' && open.resolve(),
  })
  const admitted = withResolvers<Link>()
  room.router.attach = link => {
    admitted.resolve(link)
    return { over: false, undecided: 0, standing: undefined }
  }
  await open.promise
  const sockets: WebSocket[] = []
  class Guest extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      sockets.push(this)
    }
  }
  const right = await enter(room, Guest as unknown as WebSocketConstructor)
  const left = await admitted.promise
  return {
    left,
    right,
    cut: () => signaling.close(),
    held: () => sockets.reduce((sum, guest) => EVENTS.reduce((own, event) => own + guest.listenerCount(event), sum), 0),
    dispose: async () => {
      room.abandon()
      await signaling.close()
    },
  }
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(fulfil => {
    resolve = fulfil
  })
  return { promise, resolve }
}

linkAcceptance('plain client', serializer =>
  pairBy((room, WebSocket) => openWebSocket(room.plainUrlFor() ?? '', [serializer], { WebSocket })),
)
// Without WebRTC, as in Node, a guest takes the relay; both ends choose MessagePack.
const byInvite = () =>
  pairBy(async (room, WebSocket) => (await join(parseInvite(room.inviteFor()), { WebSocket })).link)
linkAcceptance('relayed guest', byInvite, [msgpack])
