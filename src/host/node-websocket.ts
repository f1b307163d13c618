// NodeWebSocket: a WebSocket of Node's `ws`, read by it, and written to its connection here: a frame for many receivers is
// built once, and what is sent in one tick goes out at its end, in one piece. To write is what costs most in Node.

import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Frame } from '../protocol/link.ts'
import type { WebSocketEventName, WebSocketLike, WebSocketListener } from '../transport/websocket.ts'

const OPEN = 1
const [TEXT, BINARY] = [0x81, 0x82]
/** Bytes from which on a frame is long: to copy it takes longer than to write it by itself. */
const LONG = 16 * 1024

/** Those that have something to write at the end of this tick. */
let waiting: NodeWebSocket[] = []

export class NodeWebSocket implements WebSocketLike {
  binaryType = 'nodebuffer'
  readonly #socket: WebSocket
  readonly #connection: Socket
  /** One for each type of event: more are never asked for. */
  readonly #listeners: Partial<Record<WebSocketEventName, () => void>> = {}
  #parts: Uint8Array[] = []
  #bytes = 0

  /** @param socket without compression; frames of its own, of control, may go between any two of these. */
  constructor(socket: WebSocket, connection: Socket) {
    this.#socket = socket
    this.#connection = connection
  }

  get readyState(): number {
    return this.#socket.readyState
  }

  get protocol(): string {
    return this.#socket.protocol
  }

  get bufferedAmount(): number {
    return this.#bytes + this.#connection.writableLength
  }

  send(data: Frame): void {
    if (this.#parts.length === 0 && waiting.push(this) === 1) process.nextTick(NodeWebSocket.#writeAll)
    for (const part of framed(data)) {
      this.#parts.push(part)
      this.#bytes += part.length
    }
  }

  close(code?: number, reason?: string): void {
    this.#write()
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#forget()
    this.#socket.terminate()
  }

  addEventListener(type: WebSocketEventName, listener: WebSocketListener): void {
    this.removeEventListener(type)
    const heard = HEARD[type](listener) as () => void
    this.#listeners[type] = heard
    this.#socket.on(type, heard)
  }

  removeEventListener(type: WebSocketEventName): void {
    const heard = this.#listeners[type]
    if (heard) this.#socket.off(type, heard)
    delete this.#listeners[type]
  }

  /** Writes what was sent in this tick; behind a closing frame nothing may come. */
  static #writeAll(): void {
    const sockets = waiting
    waiting = []
    for (const socket of sockets) socket.#write()
    forget()
  }

  #write(): void {
    const parts = this.#parts
    const bytes = this.#bytes
    this.#forget()
    if (parts.length === 0 || this.#socket.readyState !== OPEN) return
    if (bytes < parts.length * LONG) return void this.#connection.write(joined(parts, bytes))
    this.#connection.cork()
    for (const part of parts) this.#connection.write(part)
    this.#connection.uncork()
  }

  #forget(): void {
    this.#parts = []
    this.#bytes = 0
  }
}

/** What hears an event of `ws`, and tells a listener. */
const HEARD: Record<WebSocketEventName, (listener: WebSocketListener) => (...event: never[]) => void> = {
  open: listener => () => listener({ type: 'open' }),
  message: listener => (data: Buffer, binary: boolean) =>
    listener({ type: 'message', data: binary ? plain(data) : data.toString() }),
  close: listener => (code: number, reason: Buffer) => listener({ type: 'close', code, reason: reason.toString() }),
  error: listener => (error: Error) => listener({ type: 'error', message: error.message }),
}

/** What was framed last, and put together last, in this tick: an event goes to one receiver after the other. */
let last: { readonly frame: Frame; readonly parts: readonly Uint8Array[] } | undefined
let lastJoined: { readonly parts: readonly Uint8Array[]; readonly bytes: Uint8Array } | undefined

function forget(): void {
  last = undefined
  lastJoined = undefined
}

/** A WAMP frame as one of WebSocket, unmasked as a server's are [RFC 6455, 5.2]: a head, and the frame itself if it is long. */
function framed(frame: Frame): readonly Uint8Array[] {
  if (frame !== last?.frame) last = { frame, parts: frameOf(frame) }
  return last.parts
}

function frameOf(frame: Frame): readonly Uint8Array[] {
  const length = Buffer.byteLength(frame)
  const start = length < 126 ? 2 : length < 0x1_0000 ? 4 : 10
  const apart = typeof frame !== 'string' && length >= LONG
  const bytes = Buffer.allocUnsafe(apart ? start : start + length)
  bytes[0] = typeof frame === 'string' ? TEXT : BINARY
  bytes[1] = length < 126 ? length : length < 0x1_0000 ? 126 : 127
  if (start === 4) bytes.writeUInt16BE(length, 2)
  if (start === 10) bytes.writeBigUInt64BE(BigInt(length), 2)
  if (apart) return [bytes, frame]
  if (typeof frame === 'string') bytes.write(frame, start)
  else bytes.set(frame, start)
  return [bytes]
}

/** The parts in one piece: the same as for the connection before where that had the same, as in a fan-out. */
function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const isSame = lastJoined?.parts.length === parts.length && parts.every((part, at) => part === lastJoined?.parts[at])
  if (!lastJoined || !isSame) lastJoined = { parts, bytes: Buffer.concat(parts, bytes) }
  return lastJoined.bytes
}

/** The same bytes as no Buffer, whose `slice` copies nothing. */
function plain({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
