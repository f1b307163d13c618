// WebSocket: a link over a WebSocket of the browser or of Node's `ws`, as client or as server [wamp:websocket].

import type { Frame, Link, LinkReceiver } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { HoldBack } from './hold-back.ts'
import { Inbox } from './inbox.ts'
import { CLOSED_HERE, CLOSED_THERE, tooSlow } from './reasons.ts'
import { systemTimers, type Timers } from './timers.ts'

/** What a link needs of a WebSocket. The browser's and both of `ws`'s fit. */
export interface WebSocketLike {
  readonly readyState: number
  readonly bufferedAmount: number
  readonly protocol: string
  binaryType: string
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  /** `ws` only: ends the connection without a farewell, and frees what it had queued. */
  terminate?(): void
  addEventListener(type: WebSocketEventName, listener: WebSocketListener): void
  removeEventListener(type: WebSocketEventName, listener: WebSocketListener): void
}

export type WebSocketEventName = 'open' | 'message' | 'close' | 'error'
export type WebSocketListener = (event: WebSocketEvent) => void

/** What a link reads of a WebSocket's events, whichever they are. */
export interface WebSocketEvent {
  readonly type: string
  readonly data?: unknown
  readonly code?: number
  readonly reason?: string
  readonly message?: string
}

export interface WebSocketLinkOptions {
  /** Bytes that may wait for a slow receiver before the link is closed. Default 32 MiB. */
  limit?: number
  timers?: Timers
}

const OPEN = 1
const DEFAULT_LIMIT = 32 * 1024 * 1024

/** A link over an open WebSocket. To be called before the socket's first message can come, as in its `open` event. */
export function webSocketLink(socket: WebSocketLike, serializer: Serializer, options: WebSocketLinkOptions = {}): Link {
  return new WebSocketLink(socket, serializer, options)
}

class WebSocketLink implements Link {
  readonly serializer: Serializer
  readonly #socket: WebSocketLike
  readonly #limit: number
  readonly #inbox = new Inbox()
  readonly #holdBack: HoldBack
  #failure = ''

  constructor(socket: WebSocketLike, serializer: Serializer, options: WebSocketLinkOptions) {
    this.serializer = serializer
    this.#socket = socket
    this.#limit = options.limit ?? DEFAULT_LIMIT
    this.#holdBack = new HoldBack(socket, options.timers ?? systemTimers)
    socket.binaryType = 'arraybuffer'
    const ignore = listen(socket, {
      message: event => this.#received(event.data),
      close: event => {
        ignore()
        this.#holdBack.forget()
        this.#inbox.end(closingSentence(event, this.#failure))
      },
      // A failing socket also closes, and only then is the link over. Without a listener, `ws` would throw.
      error: event => {
        this.#failure ||= event.message ?? ''
      },
    })
    if (socket.readyState > OPEN) this.#inbox.end('The connection was closed already.')
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount + this.#holdBack.bytes
  }

  get conflated(): number {
    return this.#holdBack.conflated
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame, lane = 0, conflate?: string): void {
    if (this.#inbox.over || this.#socket.readyState !== OPEN) return
    this.#holdBack.send(frame, lane, conflate)
    if (this.bufferedAmount > this.#limit) this.#giveUp(tooSlow(this.bufferedAmount, this.#limit))
  }

  close(reason?: string): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason ?? CLOSED_HERE)
    this.#holdBack.finish()
    closeSocket(this.#socket, 1000, reason ?? '')
  }

  #received(data: unknown): void {
    if (this.#inbox.over) return
    if (typeof data === 'string' && !this.serializer.binary) this.#inbox.push(data)
    else if (data instanceof ArrayBuffer && this.serializer.binary) this.#inbox.push(new Uint8Array(data))
    else if (data instanceof Uint8Array && this.serializer.binary) this.#inbox.push(data)
    else this.#refuse(typeof data === 'string' ? 'text' : 'binary')
  }

  /** Text frames belong to JSON, binary frames to the others [wamp:serializers]. */
  #refuse(kind: string): void {
    const reason = `A ${kind} message came, and ${this.serializer.protocol} has none.`
    this.#inbox.end(reason)
    this.#holdBack.finish()
    closeSocket(this.#socket, 1003, reason)
  }

  #giveUp(reason: string): void {
    this.#inbox.abandon(reason)
    this.#holdBack.forget()
    if (this.#socket.terminate) this.#socket.terminate()
    else closeSocket(this.#socket, 1008, reason)
  }
}

/** Adds these listeners, and returns what removes them all. */
export function listen(
  socket: WebSocketLike,
  listeners: Partial<Record<WebSocketEventName, WebSocketListener>>,
): () => void {
  const pairs = Object.entries(listeners) as [WebSocketEventName, WebSocketListener][]
  for (const [name, listener] of pairs) socket.addEventListener(name, listener)
  return () => {
    for (const [name, listener] of pairs) socket.removeEventListener(name, listener)
  }
}

/** Why a socket closed, by what its close event says. */
function closingSentence({ code, reason }: WebSocketEvent, failure: string): string {
  if (reason) return reason
  if (code === 1000 || code === 1005) return CLOSED_THERE
  if (code === 1001) return 'The other side went away.'
  if (code === 1006) return failure ? `The connection was lost: ${failure}.` : 'The connection was lost.'
  return `The other side closed the connection with code ${code}.`
}

/** Closes with `code`, or where only an application's codes are allowed (a browser), with 4000. */
export function closeSocket(socket: WebSocketLike, code: number, reason: string): void {
  const brief = shorten(reason)
  try {
    socket.close(code, brief)
  } catch {
    socket.close(4000, brief)
  }
}

/** As much of a reason as a close frame has room for: 123 bytes of UTF-8. */
function shorten(reason: string): string {
  let short = reason
  while (new TextEncoder().encode(short).length > 123) short = short.slice(0, Math.min(123, short.length - 1))
  return short
}
