// Real WebSocket clients of a signaling server: hosts, mesh guests and plain clients, with what they got in order.

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type ClientOptions, WebSocket } from 'ws'
import { createSignalingServer, type SignalingOptions, type SignalingServer } from '../../signaling/server.ts'
import {
  type Claim,
  claimText,
  MESH_PATH,
  MESH_SUBPROTOCOL,
  PLAIN_PROTOCOLS,
  packRelay,
  plainPath,
  unpackRelay,
} from '../../src/transport/signaling-messages.ts'

export const TICKET = 'A'.repeat(22)

export interface Closed {
  code: number
  reason: string
}

/** A relayed piece, as a host gets it. */
export interface Piece {
  peer: number
  fin: boolean
  text: boolean
  payload: Buffer
}

/** A WebSocket whose messages wait until they are asked for: objects for control messages, bytes for the rest. */
export class Client {
  readonly webSocket: WebSocket
  readonly closed: Promise<Closed>
  readonly #got: unknown[] = []
  readonly #waiting: { resolve: (message: unknown) => void; reject: (error: Error) => void }[] = []

  constructor(url: string, protocols: string | string[], options: ClientOptions = {}) {
    this.webSocket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options })
    this.closed = new Promise(resolve => {
      this.webSocket.once('close', (code, reason) => {
        const closed = { code, reason: reason.toString() }
        for (const { reject } of this.#waiting.splice(0)) reject(new Error(`closed: ${code} ${closed.reason}`))
        resolve(closed)
      })
    })
    this.webSocket.on('error', () => {})
    this.webSocket.on('message', (data: Buffer, binary) => {
      const message: unknown = binary
        ? data
        : this.webSocket.protocol === MESH_SUBPROTOCOL
          ? JSON.parse(`${data}`)
          : `${data}`
      const next = this.#waiting.shift()
      if (next === undefined) this.#got.push(message)
      else next.resolve(message)
    })
  }

  /** The next message of any kind. */
  next(): Promise<unknown> {
    if (this.#got.length > 0) return Promise.resolve(this.#got.shift())
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** The next relayed piece; a control message instead is an error. */
  async piece(): Promise<Piece> {
    const message = await this.next()
    if (!(message instanceof Buffer)) throw new Error(`no piece, but ${JSON.stringify(message)}`)
    const { payload, ...header } = unpackRelay(message)
    return { ...header, payload: Buffer.from(payload) }
  }

  /** Pieces up to the end of a message, put together. */
  async message(): Promise<Piece> {
    const first = await this.piece()
    const payloads = [first.payload]
    for (let { fin } = first; !fin; ) {
      const more = await this.piece()
      payloads.push(more.payload)
      fin = more.fin
    }
    return { ...first, fin: true, payload: Buffer.concat(payloads) }
  }

  /** What came and was not asked for yet. */
  get unread(): readonly unknown[] {
    return this.#got
  }

  say(message: object | string): void {
    this.webSocket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  bytes(payload: Uint8Array | string): void {
    this.webSocket.send(Buffer.from(payload), { binary: true })
  }

  relay(peer: number, payload: Uint8Array | string, { fin = true, text = false } = {}): void {
    this.bytes(packRelay({ peer, fin, text }, Buffer.from(payload)))
  }

  /** Resolves when the server has taken all that was sent before. */
  async settled(): Promise<void> {
    const pong = once(this.webSocket, 'pong')
    this.webSocket.ping()
    await pong
  }

  async opened(): Promise<this> {
    if (this.webSocket.readyState === WebSocket.CONNECTING) await once(this.webSocket, 'open')
    return this
  }
}

export class HostKey {
  readonly key: string
  readonly room: string
  readonly #private: KeyObject

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const raw = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
    this.key = raw.toString('base64url')
    this.room = createHash('sha256').update(raw).digest().subarray(0, 16).toString('base64url')
    this.#private = privateKey
  }

  sign(text: string): string {
    return sign('sha256', Buffer.from(text), { key: this.#private, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  }

  claim(nonce: string, more: Partial<Claim> = {}): Claim {
    const ticketHash = createHash('sha256').update(TICKET).digest('base64url')
    const signature = this.sign(claimText(nonce))
    return { type: 'host', key: this.key, signature, protocols: [...PLAIN_PROTOCOLS], ticketHash, ...more }
  }
}

/** A server of one test, and clients for it; all end with `close`. */
export class Scene {
  readonly server: SignalingServer
  readonly #clients: Client[] = []

  constructor(server: SignalingServer) {
    this.server = server
  }

  static async open(options: SignalingOptions = {}): Promise<Scene> {
    return new Scene(await createSignalingServer({ port: 0, ...options }))
  }

  get web(): string {
    return this.server.url.replace('ws', 'http')
  }

  async metric(line: string): Promise<number> {
    const text = await (await fetch(`${this.web}/metrics`)).text()
    const found = text.split('\n').find(other => other.startsWith(`${line} `))
    return Number(found?.slice(line.length) ?? 0)
  }

  client(path: string, protocols: string | string[], options?: ClientOptions): Client {
    const client = new Client(this.server.url + path, protocols, options)
    this.#clients.push(client)
    return client
  }

  /** A socket on /mesh that has its challenge. */
  async mesh(options?: ClientOptions): Promise<{ client: Client; nonce: string }> {
    const client = this.client(MESH_PATH, MESH_SUBPROTOCOL, options)
    const { nonce } = (await client.next()) as { nonce: string }
    return { client, nonce }
  }

  async host(key = new HostKey(), more: Partial<Claim> = {}): Promise<Client & { room: string }> {
    const { client, nonce } = await this.mesh()
    client.say(key.claim(nonce, more))
    const { room } = (await client.next()) as { room: string }
    return Object.assign(client, { room })
  }

  /** A guest that has said join; what it is told comes next. */
  async guest(room: string, options?: ClientOptions): Promise<Client> {
    const { client } = await this.mesh(options)
    client.say({ type: 'join', room })
    return client
  }

  /** A plain client whose socket is open. */
  plain(room: string, protocols: string | string[] = 'wamp.2.json', options?: ClientOptions): Promise<Client> {
    return this.client(plainPath(room, TICKET), protocols, options).opened()
  }

  /** Asks to open a WebSocket where that is refused. */
  async refused(
    path: string,
    protocols: string | string[],
    options?: ClientOptions,
  ): Promise<{ status: number; body: string }> {
    const { webSocket } = this.client(path, protocols, options)
    const [, response] = (await once(webSocket, 'unexpected-response')) as [unknown, IncomingMessage]
    const body = (await response.toArray()).join('')
    return { status: response.statusCode ?? 0, body }
  }

  async close(): Promise<void> {
    for (const { webSocket } of this.#clients) webSocket.terminate()
    await this.server.close()
  }
}
