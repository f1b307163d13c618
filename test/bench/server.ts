// The server's process: `router`, ours as `wamp-mesh router` runs it, or `relay`, WebSockets of `ws` without any WAMP.
// It tells its port, and whenever it is asked, the processor time it has used, in microseconds.

import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { startNodeRouter } from '../../src/host/node.ts'

const port = process.argv[2] === 'router' ? (await startNodeRouter({ port: 0 })).port : await startRelay()
process.send?.({ port })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system })
})
process.on('disconnect', () => process.exit())

/**
 * Passes messages on as they are: on `/<rig>/caller` to the rig's callee, on `/<rig>/callee` to its caller, on
 * `/<rig>/publisher` to each of its subscribers.
 */
async function startRelay(): Promise<number> {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  const places = new Map<string, Set<WebSocket>>()
  const at = (place: string) => places.get(place) ?? places.set(place, new Set()).get(place) ?? new Set()
  server.on('connection', (socket, { url = '' }) => {
    const [, rig = '', role = ''] = url.split('/')
    at(url).add(socket)
    const others = at(`/${rig}/${OTHERS[role]}`)
    socket.on('message', (data, binary) => {
      for (const other of others) other.send(data as Buffer, { binary })
    })
    socket.on('close', () => at(url).delete(socket))
  })
  await new Promise(resolve => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

const OTHERS: Record<string, string> = { caller: 'callee', callee: 'caller', publisher: 'subscriber' }
