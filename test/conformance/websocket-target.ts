// WebSocket target: any WAMP router, by its URL [wamp:websocket].

import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { SerializerId } from './scenario.ts'
import type { Connection, Frame, Receiver, Target } from './target.ts'

export interface WebSocketTargetOptions extends Pick<Target, 'realm' | 'authRealm' | 'fixtures' | 'patience'> {
  readonly url: string
  readonly serializer: SerializerId
}

export function webSocketTarget({ url, ...options }: WebSocketTargetOptions): Target {
  return {
    ...options,
    connect: (serializer, receiver) => open(url, serializer, receiver),
    pass: ms => new Promise(resolve => setTimeout(resolve, ms)),
  }
}

async function open(url: string, serializer: SerializerId, receiver: Receiver): Promise<Connection> {
  const protocol = `wamp.2.${serializer}`
  const socket = new WebSocket(url, [protocol], { perMessageDeflate: false })
  socket.on('message', (data, isBinary) => receiver.frame(toFrame(data, isBinary)))
  socket.on('close', () => receiver.ended())
  await once(socket, 'open').catch(cause => {
    throw new Error(`${url} does not open with ${protocol}: ${cause instanceof Error ? cause.message : String(cause)}`)
  })
  // What goes wrong from here on ends in `close`.
  socket.on('error', () => {})
  return {
    send: frame => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close: () => socket.close(1000),
  }
}

function toFrame(data: WebSocket.RawData, isBinary: boolean): Frame {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Uint8Array)
  return isBinary ? new Uint8Array(bytes) : bytes.toString('utf8')
}
