// Relays without WAMP, on WebSockets of `ws`: what a router would be that did nothing but carry frames of the same size.

import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { frameHeader } from './frame-header.ts'
import { Places } from './places.ts'

interface Receiver {
  readonly websocket: WebSocket
  /** Where frames that are built already can be written. */
  readonly socket: Socket
}

type Send = (data: Buffer, binary: boolean, receivers: Iterable<Receiver>) => void

/** `raw ws`: one `send` for each receiver. */
export const rawWs = () =>
  relay((data, binary, receivers) => {
    for (const { websocket } of receivers) websocket.send(data, { binary })
  })

/** `raw framed`: the frame built once, written to every receiver's socket, corked until the end of the tick. */
export const rawFramed = () =>
  relay((data, binary, receivers) => {
    const header = frameHeader(data.length, binary)
    const frame = Buffer.concat([header, data])
    for (const { socket } of receivers) {
      cork(socket)
      socket.write(frame)
    }
  })

const corked = new Set<Socket>()

function cork(socket: Socket): void {
  if (corked.has(socket)) return
  if (corked.size === 0) process.nextTick(uncorkAll)
  corked.add(socket)
  socket.cork()
}

function uncorkAll(): void {
  for (const socket of corked) socket.uncork()
  corked.clear()
}

async function relay(send: Send): Promise<number> {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  const places = new Places<Receiver>()
  server.on('connection', (websocket, { url = '', socket }) => {
    const { others, leave } = places.enter(url, { websocket, socket })
    websocket.on('message', (data, binary) => send(data as Buffer, binary, others))
    websocket.on('close', leave)
    websocket.on('error', leave)
  })
  await new Promise(resolve => server.once('listening', resolve))
  return (server.address() as { port: number }).port
}
