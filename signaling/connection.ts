// Connection: one WebSocket of the server, with its heartbeat, its rate limits and its bounded buffer.

import {
  CLOSE,
  closeReason,
  type Departure,
  type ServerToGuest,
  type ServerToHost,
  writeControl,
} from '../src/transport/signaling-messages.ts'
import type { RoomSocket, Surroundings } from './hosting.ts'
import { type Clock, TokenBucket } from './limits.ts'

/** The WebSocket below, as ws has it. */
export interface WebSocketEnd {
  readonly bufferedAmount: number
  send(data: string | Uint8Array, options: { binary: boolean; fin: boolean }, sent: () => void): void
  close(code: number, reason: string): void
  terminate(): void
  pause(): void
  resume(): void
  ping(): void
}

/** What a connection is there for: a host, a guest or a plain client. */
export interface Receiver {
  /** For the metrics; `new` has not yet said what it wants. */
  readonly is: 'new' | 'host' | 'guest' | 'plain'
  message(data: Buffer, binary: boolean): void
  /** Less waits to be sent than before. */
  drained(): void
  /** Called exactly once; nothing comes afterwards. */
  closed(reason: string, how: Departure): void
  /** Bytes it sent that wait elsewhere in the server. */
  readonly queued: number
}

/** What a connection needs from around it. */
export interface ConnectionSurroundings extends Surroundings {
  readonly now: Clock
  /** Whether the whole server holds more than it should. */
  readonly crowded: () => boolean
  /** Bytes that came in from this socket so far. */
  readonly received: () => number
}

/** When a socket's rate limit has stopped its reading, it is for this long at least: pauses of 1 ms are not worth it. */
const SHORTEST_STOP = 20

export class Connection implements RoomSocket {
  receiver: Receiver | undefined
  /** How many times a guest's rate it may send. */
  share = 1
  readonly #webSocket: WebSocketEnd
  readonly #around: ConnectionSurroundings
  readonly #messages: TokenBucket
  readonly #bytes: TokenBucket
  /** Why it is not read from: `rate` and `join` end by a timer, `host` when the room has taken what it sent. */
  readonly #stops = new Set<'rate' | 'join' | 'host'>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #closing = false
  #alive = true
  /** Whether a ping stands behind other bytes, and these moving on is sign of life enough. */
  #behind = false
  /** {@link ConnectionSurroundings.received} when its last message was whole. */
  #mark: number

  constructor(webSocket: WebSocketEnd, around: ConnectionSurroundings) {
    const { limits, now } = around
    this.#webSocket = webSocket
    this.#around = around
    this.#mark = around.received()
    this.#messages = new TokenBucket(limits.messagesPerSecond, 2 * limits.messagesPerSecond, now)
    this.#bytes = new TokenBucket(limits.bytesPerSecond, 2 * limits.bytesPerSecond, now)
  }

  get buffered(): number {
    return this.#webSocket.bufferedAmount
  }

  /** Bytes it makes the server hold, other than {@link queued}: waiting to be sent, or of a message not yet whole. */
  get held(): number {
    return this.buffered + this.#around.received() - this.#mark
  }

  /** Bytes it sent that wait to be taken by its room's host. */
  get queued(): number {
    return this.receiver?.queued ?? 0
  }

  get is(): Receiver['is'] {
    return this.receiver?.is ?? 'new'
  }

  get closing(): boolean {
    return this.#closing
  }

  tell(message: ServerToHost | ServerToGuest): void {
    this.#send(writeControl(message), { binary: false, fin: true })
  }

  send(payload: Uint8Array, { fin, text }: { fin: boolean; text: boolean }): void {
    this.#send(payload, { binary: !text, fin })
  }

  /** Ends it from here. What was sent before still goes out, if that takes no longer than `limits.farewell`. */
  close(code: number, reason: string): void {
    if (this.#closing) return
    this.#around.metrics.count('closed', code)
    const said = closeReason(reason)
    this.#webSocket.close(code, said)
    // The other side's answer to that has to be read, whatever stopped the reading before.
    this.#webSocket.resume()
    this.#end(said, 'cut')
    this.later(this.#around.limits.farewell, () => this.cut())
  }

  read(on: boolean): void {
    if (on) this.#go('host')
    else this.#stop('host')
  }

  /** Does `task` in `milliseconds`, and reads nothing until then. */
  wait(milliseconds: number, task: () => void): void {
    this.#stop('join')
    this.later(milliseconds, () => {
      this.#go('join')
      task()
    })
  }

  /** Does `task` in `milliseconds`, unless the connection has ended by then. Returns how to call it off. */
  later(milliseconds: number, task: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      task()
    }, milliseconds)
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
      clearTimeout(timer)
    }
  }

  /** Asks for a sign of life; without one since the last time the connection is cut. */
  beat(): void {
    // Who is not read from cannot answer.
    if (this.#closing || this.#stops.size > 0) return
    if (!this.#alive) {
      this.#around.metrics.count('lost', 'silent')
      this.#end('its connection died', 'cut')
      return this.cut()
    }
    this.#alive = false
    this.#behind = this.buffered > 0
    this.#webSocket.ping()
  }

  /** Ends it without another word. */
  cut(): void {
    this.#webSocket.terminate()
  }

  /** The WebSocket has a message. */
  received(data: Buffer, binary: boolean): void {
    this.#mark = this.#around.received()
    if (this.#closing) return
    this.heard(data)
    this.receiver?.message(data, binary)
  }

  /** The WebSocket has a message, a ping or a pong: a sign of life, and it counts. */
  heard({ length }: Buffer): void {
    this.#alive = true
    const wait = Math.max(this.#messages.spend(1 / this.share), this.#bytes.spend(length / this.share))
    if (wait === 0 || this.#closing || this.#stops.has('rate')) return
    this.#stop('rate')
    this.#restFor(wait)
  }

  /** The WebSocket is closed. */
  gone(code: number): void {
    if (!this.#closing) this.#around.metrics.count('lost', code === 1006 ? 'broken' : 'closed')
    const how = code === 1000 ? 'closed' : code === CLOSE.asleep ? 'asleep' : code === CLOSE.lost ? 'cut' : 'left'
    this.#end(code === 1006 ? 'its connection broke' : `it closed its connection (${code})`, how)
    this.#clearTimers()
  }

  #send(data: string | Uint8Array, options: { binary: boolean; fin: boolean }): void {
    if (this.#closing) return
    this.#webSocket.send(data, options, this.#sent)
    const { limits, crowded } = this.#around
    const most = crowded() ? limits.pauseAt : limits.buffered
    if (this.buffered <= most) return
    // Later, so that nobody who sends finds things changed afterwards.
    queueMicrotask(() => this.close(CLOSE.tooSlow, `more than ${most} bytes waited to be read`))
  }

  readonly #sent = (): void => {
    if (this.#closing) return
    if (this.#behind) this.#alive = true
    this.receiver?.drained()
  }

  #restFor(milliseconds: number): void {
    this.later(Math.max(milliseconds, SHORTEST_STOP), () => {
      // What had been read before the stop may have come after it.
      const debt = Math.max(this.#messages.spend(0), this.#bytes.spend(0))
      if (debt > 0) this.#restFor(debt)
      else this.#go('rate')
    })
  }

  #stop(why: 'rate' | 'join' | 'host'): void {
    if (this.#closing || this.#stops.has(why)) return
    this.#around.metrics.count('slowed', why)
    this.#stops.add(why)
    this.#webSocket.pause()
  }

  #go(why: 'rate' | 'join' | 'host'): void {
    if (this.#stops.delete(why) && this.#stops.size === 0) this.#webSocket.resume()
  }

  #end(reason: string, how: Departure): void {
    if (this.#closing) return
    this.#closing = true
    this.#stops.clear()
    this.#clearTimers()
    this.receiver?.closed(reason, how)
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}
