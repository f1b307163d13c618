// Wire: a guest's way to the signaling server, which can be cut under it, as when a device changes its network.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(port: number) {
    this.#server = createServer(near => {
      const far = connect(port, 'localhost')
      near.pipe(far).pipe(near)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
      }
    })
  }

  /** A wire that leads to this port. */
  static async to(port: number): Promise<Wire> {
    const wire = new Wire(port)
    wire.#server.listen(0)
    await once(wire.#server, 'listening')
    return wire
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Resets every connection; new ones can be made at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  close(): void {
    this.#server.close()
    this.cut()
  }
}
