// Node: the router in a Node process, on a WebSocket [wamp:websocket].

import { createServer, type Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { cbor } from '../protocol/serializer/cbor.ts'
import { json } from '../protocol/serializer/json.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import { GOODBYE_TIME } from '../router/attach.ts'
import { OPEN_LIMITS } from '../router/limits.ts'
import type { RealmSettings } from '../router/realm-settings.ts'
import { Router, type RouterOptions } from '../router/router.ts'
import { webSocketLink } from '../transport/websocket.ts'
import { NodeWebSocket } from './node-websocket.ts'
import { mayConnect } from './page-origin.ts'
import { logFailure, secureRandom, systemClock } from './platform.ts'
import { serializerOf } from './serializers.ts'

const SERIALIZERS = [msgpack, cbor, json]
const PATH = '/ws'
/** Milliseconds between pings; who did not answer the last one is gone. */
const PING_INTERVAL = 20_000
/** Milliseconds for everybody to be gone once the router closes: its GOODBYEs, and a second for the connections. */
const CLOSE_TIME = GOODBYE_TIME + 1_000

export interface NodeRouterOptions {
  /** The port to listen on; 8081 by default, 0 for any that is free. */
  readonly port?: number
  /** The address to listen on; by default all of this machine. */
  readonly address?: string
  /**
   * The origins of pages that may connect, such as `https://example.org`, or `*` for all. By default those of this machine
   * (`http://localhost:3000`), and of the host that they connect to. What is no page in a browser may always connect.
   */
  readonly origins?: readonly string[]
  /** Which realms can be joined, with settings of their own if need be; any by default. */
  readonly realms?: RouterOptions['realms']
  /** For every realm, as far as it says nothing itself: by default anybody may do everything. */
  readonly settings?: RealmSettings
  /** Told of what authenticators and authorizers throw that is no refusal; by default it is written to the console. */
  readonly onerror?: (error: unknown) => void
}

export interface NodeRouter {
  /** Where WAMP clients connect: `ws://localhost:8081/ws`. */
  readonly url: string
  readonly port: number
  readonly router: Router
  /** Says GOODBYE to everybody. Resolves when the port is free: three seconds later at most, who is silent is cut off. */
  close(): Promise<void>
}

/** Starts a router on a port. Rejects where the port cannot be had. */
export async function startNodeRouter(options: NodeRouterOptions = {}): Promise<NodeRouter> {
  const { port = 8081, address, origins, realms, settings, onerror = logFailure } = options
  const router = new Router({ clock: systemClock, random: secureRandom, realms, settings, onerror })
  const http = await listen({ port, address })
  const server = webSocketServer(http, origins)
  const answered = new WeakSet<WebSocket>()
  server.on('error', onerror)
  server.on('connection', (socket, { socket: connection }) => {
    const serializer = serializerOf(socket.protocol, SERIALIZERS)
    if (serializer === undefined) return socket.close(1002, 'no common subprotocol')
    answered.add(socket)
    socket.on('pong', () => answered.add(socket))
    router.attach(webSocketLink(new NodeWebSocket(socket, connection), serializer))
  })
  const pinging = setInterval(() => {
    for (const socket of server.clients) {
      if (!answered.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, PING_INTERVAL)
  const bound = (http.address() as { port: number }).port
  return {
    url: `ws://${address ?? 'localhost'}:${bound}${PATH}`,
    port: bound,
    router,
    close: () => {
      clearInterval(pinging)
      return close(http, server, router)
    },
  }
}

function listen({ port, address }: { port: number; address: string | undefined }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const http = createServer((_, response) => {
      response.writeHead(426, { 'Content-Type': 'text/plain' }).end(`WAMP is spoken on a WebSocket here, at ${PATH}.`)
    })
    http.once('error', cause => reject(new Error(`Cannot listen on port ${port}: ${cause.message}`, { cause })))
    http.listen(port, address, () => resolve(http))
  })
}

function webSocketServer(server: Server, origins: readonly string[] | undefined): WebSocketServer {
  return new WebSocketServer({
    server,
    path: PATH,
    maxPayload: OPEN_LIMITS.frameSize,
    perMessageDeflate: false,
    // Clients name several, the batched ones too: the first that we speak.
    handleProtocols: offered => [...offered].find(protocol => serializerOf(protocol, SERIALIZERS)) ?? false,
    verifyClient: ({ req: { headers } }, accept) => {
      if (!mayConnect(headers, origins)) return accept(false, 403, 'Pages of this origin may not connect here.')
      const offered = headers['sec-websocket-protocol']?.split(',').map(protocol => protocol.trim()) ?? []
      const common = offered.some(protocol => serializerOf(protocol, SERIALIZERS))
      accept(common, 400, `This router speaks ${SERIALIZERS.map(({ protocol }) => protocol).join(', ')}.`)
    },
  })
}

async function close(http: Server, server: WebSocketServer, router: Router): Promise<void> {
  const closed = new Promise(resolve => http.close(resolve))
  const gone = [...server.clients].map(socket => new Promise(resolve => socket.once('close', resolve)))
  server.close()
  router.close()
  const late = setTimeout(() => {
    for (const socket of server.clients) socket.terminate()
    // Whoever has connected and not become a WebSocket.
    http.closeAllConnections()
  }, CLOSE_TIME)
  await Promise.all(gone)
  await closed
  clearTimeout(late)
}
