// The signaling server: introduces guests to hosts, and relays for those who cannot connect directly.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server as TlsServer } from 'node:tls'
import { type WebSocket, WebSocketServer } from 'ws'
import { CLOSE, MESH_SUBPROTOCOL, PLAIN_PROTOCOLS } from '../src/transport/signaling-messages.ts'
import { Customers, clientAddress, isLoopback, lanAddresses } from './addresses.ts'
import { Connection, type Receiver } from './connection.ts'
import { Crowd } from './crowd.ts'
import { gaugesOf } from './gauges.ts'
import { answerNotFound, answerPage } from './http.ts'
import { Ice, type IceOptions } from './ice.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { Mesh } from './mesh.ts'
import { Metrics } from './metrics.ts'
import { Plain } from './plain.ts'
import { Refusal } from './refusal.ts'
import { Rooms } from './rooms.ts'
import { Certificate, type TlsOptions } from './tls.ts'
import { type Entry, isOurs, pathOf, readEntry, refuseUpgrade } from './upgrade.ts'

export type { IceOptions } from './ice.ts'
export type { Limits } from './limits.ts'
export type { TlsOptions } from './tls.ts'

export interface SignalingOptions {
  /** The port to listen on; 8080 by default, 0 for any that is free. */
  readonly port?: number
  /** The address to listen on; by default all of this machine. */
  readonly address?: string
  /** A certificate, for `wss://`; by default none: a proxy before the server has it. Not with `server`, which has its own. */
  readonly tls?: TlsOptions
  /**
   * A server to share instead of an own one: WebSockets are then taken there, and its request listener asks
   * {@link SignalingServer.handle} first. Its owner makes it listen and closes it.
   */
  readonly server?: Server | SecureServer
  /** Origins of the pages that may connect, such as `https://example.org`; by default any. */
  readonly origins?: readonly string[]
  /** How many proxies of your own stand before the server and append to X-Forwarded-For; by default none. */
  readonly trustProxy?: number
  readonly limits?: Partial<Limits>
  /** STUN and TURN servers for hosts and guests; none by default. */
  readonly ice?: IceOptions
}

export interface SignalingServer {
  /** What the `signaling` option and attribute take, on this machine: `ws://localhost:8080`. */
  readonly url: string
  readonly port: number
  /** Base URLs at which others on the network may reach it: `http://192.168.1.7:8080`. */
  readonly addresses: string[]
  /** Answers `/healthz`, `/metrics` and `/addresses`. Returns whether it was one of them. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** Reads the certificate again; it also sees by itself, within a minute, when the files change. */
  renew(): void
  /** Sends everybody away with code 1001. Resolves when the sockets are closed and, of an own server, the port is free. */
  close(): Promise<void>
}

/**
 * Starts a signaling server.
 * @throws {Error} where the port cannot be had, the certificate not read, `tls` given with a `server`, or `ice` is not
 *   what it must be.
 */
export async function createSignalingServer(options: SignalingOptions = {}): Promise<SignalingServer> {
  const ice = options.ice && new Ice(options.ice)
  if (options.server !== undefined) {
    if (options.tls)
      throw new Error('tls is for an own server: one that is given as server has its certificate already')
    return new Signaling(options.server, options, { ice })
  }
  const certificate = options.tls && new Certificate(options.tls)
  const server = certificate ? certificate.createServer(PATIENCE) : createServer(PATIENCE)
  await listen(server, options)
  const signaling = new Signaling(server, options, { ice, certificate })
  server.on('request', (request, response) => {
    if (!signaling.handle(request, response)) answerNotFound(response)
  })
  return signaling
}

/** Who sends a request's head slower than this is not one of ours. */
const PATIENCE: ServerOptions = { headersTimeout: 10_000, connectionsCheckingInterval: 5000 }

/** One WebSocketServer for each subprotocol, which is chosen before. */
type WebSocketServers = ReadonlyMap<Entry['protocol'], WebSocketServer>

/** What was made of the options before there was a server. */
interface Parts {
  readonly ice: Ice | undefined
  readonly certificate?: Certificate | undefined
}

class Signaling implements SignalingServer {
  readonly #server: Server | SecureServer
  readonly #options: SignalingOptions
  readonly #limits: Limits
  readonly #metrics = new Metrics()
  readonly #customers: Customers
  readonly #rooms: Rooms
  readonly #crowd: Crowd
  readonly #parts: Parts
  readonly #webSockets: WebSocketServers
  readonly #tidying: NodeJS.Timeout
  #closed: Promise<void> | undefined

  constructor(server: Server | SecureServer, options: SignalingOptions, parts: Parts) {
    this.#server = server
    this.#parts = parts
    this.#options = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#customers = new Customers(this.#limits, now)
    this.#rooms = new Rooms({ limits: this.#limits, metrics: this.#metrics })
    this.#crowd = new Crowd(this.#limits, this.#rooms)
    this.#webSockets = webSocketServers(this.#limits)
    this.#tidying = setInterval(() => this.#customers.tidy(), 60_000)
    server.on('upgrade', this.#upgrade)
  }

  get port(): number {
    return addressOf(this.#server).port
  }

  get url(): string {
    const { port, address, family } = addressOf(this.#server)
    const anywhere = address === '::' || address === '0.0.0.0'
    const name = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
    return `${this.#secure ? 'wss' : 'ws'}://${name}:${port}`
  }

  get addresses(): string[] {
    const { port, address } = addressOf(this.#server)
    const all = lanAddresses(this.#secure ? 'https' : 'http', port)
    if (address === '::') return all
    if (isLoopback(address)) return []
    return all.filter(url => (address === '0.0.0.0' ? !url.includes('[') : url.includes(address)))
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    return answerPage(request, response, {
      trustProxy: this.#options.trustProxy ?? 0,
      metrics: () => this.#metrics.text(gaugesOf(this.#crowd, this.#rooms)),
      addresses: () => this.addresses,
    })
  }

  renew(): void {
    this.#parts.certificate?.reload()
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  get #secure(): boolean {
    return this.#server instanceof TlsServer
  }

  async #close(): Promise<void> {
    clearInterval(this.#tidying)
    const ours = this.#options.server === undefined
    const free = ours ? new Promise(resolve => this.#server.close(resolve)) : undefined
    await this.#crowd.close()
    this.#server.off('upgrade', this.#upgrade)
    if (ours) this.#server.closeAllConnections()
    await free
  }

  readonly #upgrade = (request: IncomingMessage, tcp: Duplex, head: Buffer): void => {
    // Other upgrades on a shared server are for whoever else listens; where nobody does, they get an answer from us.
    if (!isOurs(pathOf(request)) && this.#server.listenerCount('upgrade') > 1) return
    tcp.on('error', () => tcp.destroy())
    try {
      const address = clientAddress(request, this.#options.trustProxy ?? 0)
      const entry = this.#admit(request, tcp, address)
      const opened = (webSocket: WebSocket) => this.#open(webSocket, entry, { request, address })
      this.#webSockets.get(entry.protocol)?.handleUpgrade(request, tcp, head, opened)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#metrics.count('refused', error.kind)
      refuseUpgrade(tcp, error)
    }
  }

  /** @throws {Refusal} */
  #admit(request: IncomingMessage, tcp: Duplex, address: string): Entry {
    if (this.#closed !== undefined) throw new Refusal('stopping', 'This server is stopping.')
    tcp.once('close', this.#customers.enter(address))
    const entry = readEntry(request, {
      rooms: this.#rooms,
      origins: this.#options.origins,
      takeJoin: () => this.#customers.takeJoin(address),
    })
    if (entry.to === 'plain' && this.#crowd.crowded) throw memoryFull()
    return entry
  }

  #open(webSocket: WebSocket, entry: Entry, { request, address }: { request: IncomingMessage; address: string }): void {
    const connection = new Connection(webSocket, {
      limits: this.#limits,
      metrics: this.#metrics,
      now,
      crowded: () => this.#crowd.crowded,
      received: () => request.socket.bytesRead,
    })
    this.#crowd.add(connection)
    webSocket.on('message', (data, binary) => connection.received(data as Buffer, binary))
    webSocket.on('ping', data => connection.heard(data))
    webSocket.on('pong', data => connection.heard(data))
    webSocket.on('error', error => connection.close(codeOf(error), error.message))
    webSocket.on('close', code => {
      connection.gone(code)
      this.#crowd.delete(connection)
    })
    if (this.#crowd.crowded) connection.close(CLOSE.tryAgainLater, memoryFull().message)
    else connection.receiver = this.#receiverOf(connection, entry, address)
  }

  #receiverOf(connection: Connection, entry: Entry, address: string): Receiver {
    if (entry.to === 'plain') {
      this.#metrics.count('joins', 'plain')
      return new Plain(connection, entry.room, entry.plain)
    }
    return new Mesh(connection, {
      rooms: this.#rooms,
      metrics: this.#metrics,
      handshake: this.#limits.handshake,
      hostShare: this.#limits.hostShare,
      takeJoin: () => this.#customers.takeJoin(address),
      ice: this.#parts.ice,
      address,
    })
  }
}

const now = () => performance.now()

function webSocketServers({ frame, plainMessage }: Limits): WebSocketServers {
  const one = (protocol: Entry['protocol'], maxPayload: number): [Entry['protocol'], WebSocketServer] => {
    const handleProtocols = () => protocol
    return [
      protocol,
      new WebSocketServer({
        noServer: true,
        clientTracking: false,
        perMessageDeflate: false,
        maxPayload,
        handleProtocols,
      }),
    ]
  }
  return new Map([one(MESH_SUBPROTOCOL, frame), ...PLAIN_PROTOCOLS.map(protocol => one(protocol, plainMessage))])
}

async function listen(server: Server, { port = 8080, address }: SignalingOptions): Promise<void> {
  server.listen({ port, host: address })
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new Error(`Cannot listen on port ${port}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function addressOf(server: Server | SecureServer): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address
}

function codeOf(error: Error & { code?: string }): number {
  return error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? CLOSE.tooBig : CLOSE.protocolError
}

function memoryFull(): Refusal {
  return new Refusal('memory_full', 'This server is at the limit of its memory. Try again later.')
}
