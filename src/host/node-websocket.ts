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

/**
 * Frames of a connection for each one that waits, from which on they do not wait for the end of the tick: where few
 * connections get much, whoever reads them may begin meanwhile, and the time that another write takes is small beside theirs.
 */
const EARLY = 16

/** Those that have something to write at the end of this tick. */
let waiting: NodeWebSocket[] = []

export class NodeWebSocket implements WebSocketLike {
  binaryType = 'nodebuffer'
  readonly #socket: WebSocket
  readonly #connection: Socket
  /** One for each type of event: more are never asked for. */
  readonly #listeners: Partial<Record<WebSocketEventName, () => void>> = {}
  /** What was sent in this tick, and its bytes with what frames it. */
  #frames: Frame[] = []
  #bytes = 0
  /** Whether it is among those that write at the end of this tick. */
  #waits = false

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

  send(frame: Frame): void {
    if (!this.#waits && waiting.push(this) === 1) process.nextTick(NodeWebSocket.#writeAll)
    this.#waits = true
    this.#frames.push(frame)
    const length = Buffer.byteLength(frame)
    this.#bytes += headLength(length) + length
    if (this.#frames.length >= EARLY * waiting.length) this.#write()
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
    for (const socket of sockets) {
      socket.#waits = false
      socket.#write()
    }
    last = undefined
  }

  #write(): void {
    const frames = this.#frames
    const bytes = this.#bytes
    this.#forget()
    if (frames.length === 0 || this.#socket.readyState !== OPEN) return
    if (bytes < frames.length * LONG) return void this.#connection.write(joined(frames, bytes))
    this.#connection.cork()
    for (const frame of frames) {
      this.#connection.write(headOf(frame))
      this.#connection.write(frame)
    }
    this.#connection.uncork()
  }

  #forget(): void {
    this.#frames = []
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

/** What was put together last in this tick: in a fan-out, one connection after the other gets the same. */
let last: { readonly frames: readonly Frame[]; readonly bytes: Buffer } | undefined

/** The frames in one piece of so many bytes, each behind its head. */
function joined(frames: readonly Frame[], length: number): Buffer {
  if (last?.frames.length === frames.length && frames.every((frame, index) => frame === last?.frames[index])) {
    return last.bytes
  }
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const frame of frames) {
    at = writeHead(bytes, at, frame)
    if (typeof frame === 'string') {
      at += bytes.write(frame, at)
    } else {
      bytes.set(frame, at)
      at += frame.length
    }
  }
  last = { frames, bytes }
  return bytes
}

function headOf(frame: Frame): Buffer {
  const head = Buffer.allocUnsafe(headLength(Buffer.byteLength(frame)))
  writeHead(head, 0, frame)
  return head
}

const headLength = (length: number) => (length < 126 ? 2 : length < 0x1_0000 ? 4 : 10)

/** Writes the head of a whole message, unmasked as a server's are [RFC 6455, 5.2]; returns where the message goes. */
function writeHead(bytes: Buffer, at: number, frame: Frame): number {
  const length = Buffer.byteLength(frame)
  bytes[at] = typeof frame === 'string' ? TEXT : BINARY
  bytes[at + 1] = length < 126 ? length : length < 0x1_0000 ? 126 : 127
  if (length >= 0x1_0000) return bytes.writeBigUInt64BE(BigInt(length), at + 2)
  return length < 126 ? at + 2 : bytes.writeUInt16BE(length, at + 2)
}

/** The same bytes as no Buffer, whose `slice` copies nothing. */
function plain({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
