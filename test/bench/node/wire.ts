// Wire: a WebSocket client that costs next to nothing: frames are written as they are, and those that come are counted by
// their headers. Only who asks for messages has them.

import { connect, type Socket } from 'node:net'
import { frameSize, headerSize } from './frame-header.ts'

const NOTHING = Buffer.alloc(0)
/** Shared by all wires: what is read is dealt with at once. */
const READ = Buffer.alloc(0x4_0000)
const PING = 9
const CLOSE = 8
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

export class Wire {
  readonly #socket: Socket
  /** Told how many messages have come, once for all that came together, and after `onmessage` was told of each. */
  oncount: (count: number) => void = () => {}
  /** Must be done with the bytes when it returns. */
  onmessage: ((message: Buffer) => void) | undefined
  /** A header that was cut, or with `onmessage` a message. */
  #rest = NOTHING
  /** Bytes until the frame ends whose header has come, and whether it is a message. */
  #ahead = 0
  #counts = false
  #upgraded: (() => void) | undefined

  private constructor(port: number, upgraded: () => void) {
    this.#upgraded = upgraded
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: READ,
        callback: size => {
          this.#read(READ.subarray(0, size))
          return true
        },
      },
    })
  }

  static async open(port: number, path: string, protocol?: string): Promise<Wire> {
    const lines = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket']
    lines.push('Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==')
    if (protocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${protocol}`)
    let wire: Wire | undefined
    await new Promise<void>((resolve, reject) => {
      wire = new Wire(port, resolve)
      wire.#socket.once('error', reject)
      wire.#socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    })
    return wire as unknown as Wire
  }

  write(frames: Uint8Array): void {
    this.#socket.write(frames)
  }

  /** The next message, in place of whoever counts; those that come together with it are lost. */
  next(): Promise<Buffer> {
    this.oncount = () => {}
    return new Promise(resolve => {
      this.onmessage = message => {
        this.onmessage = undefined
        resolve(Buffer.from(message))
      }
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = NOTHING
    if (this.#upgraded !== undefined) this.#upgrade(bytes)
    else if (this.onmessage === undefined) this.#count(bytes)
    else this.#tell(bytes)
  }

  #upgrade(bytes: Buffer): void {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) {
      this.#rest = Buffer.from(bytes)
      return
    }
    const status = bytes.toString('latin1', 0, bytes.indexOf('\r'))
    if (!status.includes(' 101 ')) throw new Error(`The server refused a WebSocket: ${status}`)
    this.#upgraded?.()
    this.#upgraded = undefined
  }

  #count(bytes: Buffer): void {
    let at = this.#ahead
    let count = 0
    if (at > 0 && at <= bytes.length && this.#counts) count++
    while (at < bytes.length) {
      const size = frameSize(bytes, at)
      if (size === 0) {
        this.#rest = Buffer.from(bytes.subarray(at))
        at = bytes.length
        break
      }
      this.#counts = this.#isMessage(bytes, at)
      at += size
      if (at <= bytes.length && this.#counts) count++
    }
    this.#ahead = at - bytes.length
    if (count > 0) this.oncount(count)
  }

  #tell(bytes: Buffer): void {
    let [at, count] = [0, 0]
    for (;;) {
      const size = frameSize(bytes, at)
      if (size === 0 || at + size > bytes.length) break
      const message = bytes.subarray(at + headerSize(bytes, at), at + size)
      if (this.#isMessage(bytes, at)) {
        this.onmessage?.(message)
        count++
      }
      at += size
    }
    this.#rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
    if (count > 0) this.oncount(count)
  }

  /** Whether it is no control frame; pings are answered. */
  #isMessage(bytes: Buffer, at: number): boolean {
    const opcode = (bytes[at] ?? 0) & 0x0f
    if (opcode === CLOSE) {
      // Its header has two bytes, and the code has two.
      throw new Error(`The server closed a connection that was being measured: ${bytes.toString('utf8', at + 4)}`)
    }
    if (opcode === PING) this.write(PONG)
    return opcode < CLOSE
  }
}
