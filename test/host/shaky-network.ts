// A shaky network: a way to a server on this machine whose connections a test freezes and cuts, one by one.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** One connection: both of its halves. */
export class Wire {
  readonly #near: Socket
  readonly #far: Socket
  readonly ended: Promise<unknown>

  constructor(near: Socket, far: Socket) {
    this.#near = near
    this.#far = far
    this.ended = once(near, 'close')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay()
      from.on('error', () => {})
      from.on('data', data => to.write(data))
      from.on('end', () => to.end())
      from.on('close', () => to.destroy())
    }
  }

  /** Nothing goes either way until {@link thaw}; both sides believe that they are connected. */
  freeze(): void {
    this.#near.pause()
    this.#far.pause()
  }

  thaw(): void {
    this.#near.resume()
    this.#far.resume()
  }

  /** Both sides find the connection broken, without a word. */
  cut(): void {
    this.#near.destroy()
    this.#far.destroy()
  }
}

export class ShakyNetwork {
  /** The connections, in the order in which they were made; those that have ended too. */
  readonly wires: Wire[] = []
  readonly #server: Server
  readonly #port: number
  #down = false

  private constructor(server: Server, port: number) {
    this.#server = server
    this.#port = port
  }

  /** The network before the server at `port`. */
  static async before(port: number): Promise<ShakyNetwork> {
    const server = createServer(near => network.#accept(near))
    const network = new ShakyNetwork(server, port)
    server.listen(0)
    await once(server, 'listening')
    return network
  }

  get url(): string {
    return `ws://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** The connection that was made last. */
  get last(): Wire {
    const wire = this.wires.at(-1)
    if (!wire) throw new Error('Nobody has connected.')
    return wire
  }

  /** Cuts every connection, and lets nobody through until {@link restore}. */
  fail(): void {
    this.#down = true
    for (const wire of this.wires) wire.cut()
  }

  restore(): void {
    this.#down = false
  }

  async close(): Promise<void> {
    this.fail()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #accept(near: Socket): void {
    if (this.#down) return void near.on('error', () => {}).destroy()
    this.wires.push(new Wire(near, connect(this.#port)))
  }
}
