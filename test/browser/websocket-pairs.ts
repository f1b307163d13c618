// A WebSocket server for tests in a page, which has none: it joins the two sockets that ask for the same path.

import { once } from 'node:events'
import type { TestProject } from 'vitest/node'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server's URL; a path of one's own is to be added. Whoever opens `<path>/cut` kills both sockets there. */
    webSocketPairs: string
  }
}

function join(one: WebSocket, two: WebSocket): void {
  one.on('message', (data: RawData, binary: boolean) => two.send(data, { binary }))
  // 1005 and 1006 stand for a close without a code: they cannot be sent.
  one.on('close', (code, reason) => (code === 1005 || code === 1006 ? two.terminate() : two.close(code, reason)))
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  const waiting = new Map<string, WebSocket>()
  const paired = new Map<string, WebSocket[]>()
  server.on('connection', (socket, { url = '' }) => {
    if (url.endsWith('/cut')) {
      for (const victim of [socket, ...(paired.get(url.slice(0, -4)) ?? [])]) victim.terminate()
      return
    }
    socket.on('error', () => {}) // a page that goes away in the middle of a frame
    const other = waiting.get(url)
    if (!other) return waiting.set(url, socket)
    waiting.delete(url)
    paired.set(url, [socket, other])
    join(socket, other)
    join(other, socket)
  })
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The test server has no port')
  project.provide('webSocketPairs', `ws://127.0.0.1:${address.port}/`)
  return async () => {
    for (const client of server.clients) client.terminate()
    server.close()
    await once(server, 'close')
  }
}
