// Demo server: the demo's pages and the signaling server, on one port.

import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { createSignalingServer } from '../signaling/server.ts'

export interface DemoServer {
  readonly url: string
  /** Base URLs for other devices on this network. */
  readonly addresses: string[]
  /** Sends everybody away and frees the port. */
  close(): Promise<void>
}

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** Serves what `npm run build` made, on `port` (0 for any that is free). Rejects where the port is taken. */
export async function startDemoServer(port: number): Promise<DemoServer> {
  // Looked up each time: what is built anew meanwhile is served, and what is missing then is no more than that.
  const pages = sirv(`${dist}/demo`, { dev: true, etag: true })
  // Pages of other origins load these: a module script needs the header.
  const scripts = sirv(dist, {
    dev: true,
    etag: true,
    setHeaders: response => response.setHeader('Access-Control-Allow-Origin', '*'),
  })
  const server = createServer((request, response) => {
    if (signaling.handle(request, response)) return
    const notFound = () => {
      response.writeHead(404).end('There is no such page.\n')
    }
    if (/^\/wamp-mesh(-worker)?\.js(\.map)?$/.test(request.url ?? '')) return scripts(request, response, notFound)
    pages(request, response, notFound)
  })
  await new Promise<void>((resolve, reject) => {
    const taken = (cause: Error) => reject(new Error(`Cannot listen on port ${port}: ${cause.message}`, { cause }))
    server.once('error', taken)
    server.listen(port, () => resolve())
  })
  const signaling = await createSignalingServer({ server })
  return {
    url: `http://localhost:${signaling.port}`,
    addresses: signaling.addresses,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      await signaling.close()
      server.closeAllConnections()
      await closed
    },
  }
}
