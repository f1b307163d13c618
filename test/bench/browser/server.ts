// The servers' process: the signaling server, and a relay of bare WebSockets, which passes what comes at `/<path>/host` on to
// `/<path>/guest`, and the other way round.

import type { AddressInfo } from 'node:net'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { createSignalingServer } from '../../../signaling/server.ts'

/** Guests that are measured send as fast as they can; the limits are for strangers. */
const limits = { messagesPerSecond: 1_000_000, bytesPerSecond: 2 ** 40, joinsPerMinute: 100_000 }

const signaling = await createSignalingServer({ port: 0, limits })
const relay = new WebSocketServer({ port: 0, perMessageDeflate: false })
/** Who is at each path, and what came before the other side was there. */
const sockets = new Map<string, WebSocket>()
const early = new Map<string, RawData[]>()
relay.on('connection', (socket, { url = '' }) => {
  const other = url.endsWith('/host') ? url.replace(/host$/, 'guest') : url.replace(/guest$/, 'host')
  sockets.set(url, socket)
  for (const message of early.get(url) ?? []) socket.send(message)
  early.delete(url)
  socket.on('message', message => {
    const to = sockets.get(other)
    if (to) to.send(message, { binary: true })
    else early.set(other, [...(early.get(other) ?? []), message])
  })
  socket.on('close', () => sockets.delete(url))
})
await new Promise(resolve => relay.once('listening', resolve))
process.send?.({ signaling: signaling.port, relay: (relay.address() as AddressInfo).port })
process.on('disconnect', () => process.exit())
