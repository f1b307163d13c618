// A WebSocket server whose router says what its test tells it to, however wrong.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

const WELCOME = [2, 7, { roles: { broker: { features: {} }, dealer: { features: {} } } }]

/** The router's end of one connection. */
export class ScriptedPeer {
  readonly #socket: WebSocket
  readonly #came: unknown[][] = []
  #heard = () => {}

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', data => {
      this.#came.push(JSON.parse(String(data)))
      this.#heard()
    })
  }

  sends(...messages: unknown[][]): void {
    for (const message of messages) this.#socket.send(JSON.stringify(message))
  }

  /** The next message of this type, once it has come; those before it are passed over. */
  async gets(type: number): Promise<unknown[]> {
    for (;;) {
      const message = this.#came.shift()
      if (message?.[0] === type) return message
      if (message === undefined) await new Promise<void>(resolve => (this.#heard = resolve))
    }
  }

  async welcomes(): Promise<this> {
    await this.gets(1)
    this.sends(WELCOME)
    return this
  }

  cut(): void {
    this.#socket.terminate()
  }
}

export class ScriptedServer {
  readonly #server: WebSocketServer
  readonly #waiting: ScriptedPeer[] = []
  #arrived = () => {}

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', socket => {
      this.#waiting.push(new ScriptedPeer(socket))
      this.#arrived()
    })
  }

  static async start(): Promise<ScriptedServer> {
    const server = new WebSocketServer({ port: 0, handleProtocols: () => 'wamp.2.json' })
    await once(server, 'listening')
    return new ScriptedServer(server)
  }

  get url(): string {
    return `ws://localhost:${(this.#server.address() as AddressInfo).port}/`
  }

  /** How many connect that no test has taken. */
  get untaken(): number {
    return this.#waiting.length
  }

  async next(): Promise<ScriptedPeer> {
    for (;;) {
      const peer = this.#waiting.shift()
      if (peer) return peer
      await new Promise<void>(resolve => (this.#arrived = resolve))
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
