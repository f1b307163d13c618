// A hostile signaling server: it stands between a page and the real one, or poses as the whole of it.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import type { Crypto } from '../../src/transport/crypto/crypto.ts'
import { loadCrypto } from '../../src/transport/crypto/load.ts'
import { MESH_SUBPROTOCOL } from '../../src/transport/signaling-messages.ts'
import { acceptTunnel } from '../../src/transport/tunnel.ts'

/** What becomes of a relayed record, the `number`th one of its direction on a socket, from 0. */
export type Tamper = (record: Buffer, number: number) => Buffer[]

export interface Attack {
  readonly toGuest?: Tamper
  readonly toHost?: Tamper
}

const NONCE = 'A'.repeat(43)

export class HostileServer {
  /** What is done to the sockets that come next. */
  attack: Attack = {}
  /** Every record that guests sent, in order. */
  readonly overheard: Buffer[] = []
  readonly #server: WebSocketServer

  private constructor(server: WebSocketServer) {
    this.#server = server
  }

  get url(): string {
    return `ws://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Hands on to the real server, with whatever `attack` does on the way. */
  static async between(real: string): Promise<HostileServer> {
    const hostile = new HostileServer(await listen())
    hostile.#server.on('connection', guest => hostile.#join(guest, new WebSocket(`${real}/mesh`, MESH_SUBPROTOCOL)))
    return hostile
  }

  /** Poses as the host of every room: it has the invite's secret, and a key of its own. */
  static async posing(secret: string): Promise<HostileServer> {
    const hostile = new HostileServer(await listen())
    const crypto = await loadCrypto()
    const keys = await crypto.generateKeys()
    hostile.#server.on('connection', guest => pose(guest, { crypto, keys, secret }))
    return hostile
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #join(guest: WebSocket, real: WebSocket): void {
    const { toGuest, toHost } = this.attack
    const opened = once(real, 'open')
    pipe(real, { to: guest, tamper: toGuest, ready: Promise.resolve() })
    pipe(guest, {
      to: real,
      ready: opened,
      tamper: (record, number) => {
        this.overheard.push(record)
        return toHost ? toHost(record, number) : [record]
      },
    })
    real.on('error', () => guest.terminate())
  }
}

/** `record` with one bit of its last part turned. */
export function flipped(record: Buffer): Buffer {
  const altered = Buffer.from(record)
  const at = altered.length - 20
  altered[at] = (altered[at] ?? 0) ^ 1
  return altered
}

async function listen(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port: 0, handleProtocols: () => MESH_SUBPROTOCOL })
  await once(server, 'listening')
  return server
}

interface Pipe {
  readonly to: WebSocket
  readonly tamper: Tamper | undefined
  readonly ready: Promise<unknown>
}

function pipe(from: WebSocket, { to, tamper, ready }: Pipe): void {
  let number = 0
  from.on('message', async (data: RawData, binary: boolean) => {
    const bytes = data as Buffer
    const sent = binary && tamper ? tamper(bytes, number++) : [bytes]
    await ready
    for (const record of sent) to.send(record, { binary })
  })
  from.on('close', async (code, reason) => {
    await ready.catch(() => {})
    // 1005 and 1006 stand for no code at all.
    if (code === 1005 || code === 1006) to.terminate()
    else to.close(code, reason)
  })
}

interface Poser {
  readonly crypto: Crypto
  readonly keys: Awaited<ReturnType<Crypto['generateKeys']>>
  readonly secret: string
}

function pose(guest: WebSocket, { crypto, keys, secret }: Poser): void {
  const say = (message: object) => guest.send(JSON.stringify(message))
  say({ type: 'challenge', nonce: NONCE })
  guest.once('message', data => {
    const { room } = JSON.parse(String(data)) as { room: string }
    const wire = { send: (record: Uint8Array) => guest.send(record) }
    const receiver = { record: () => {}, closed: () => {} }
    const answer = () => ({ protocol: 'wamp.2.msgpack', iceServers: [] })
    const tunnel = acceptTunnel({ crypto, room, wire, receiver }, { keys, secrets: () => [secret], answer })
    guest.on('message', (record: Buffer, binary) => binary && tunnel.receive(record))
    say({ type: 'host' })
  })
}
