// Mesh WebSocket: a WebSocket to a room's router, dialed by invite, for libraries that know nothing but WebSockets.

import type { Frame, Link } from '../protocol/link.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import { messageOf } from '../transport/reasons.ts'
import { type Invite, parseInvite } from './invite.ts'
import { join } from './join.ts'
import { allSerializers, serializerOf } from './serializers.ts'

const CONNECTING = 0
const OPEN = 1
const CLOSING = 2
const CLOSED = 3
type ReadyState = typeof CONNECTING | typeof OPEN | typeof CLOSING | typeof CLOSED

/** Close codes: none was given, and there was no farewell. */
const NO_CODE = 1005
const ABNORMAL = 1006

const EVENTS = ['open', 'message', 'error', 'close'] as const
type Handler<E extends Event> = ((event: E) => void) | null

/**
 * What has the WebSocket's interface, and at its other end a room's router: one message is one WAMP message, text for
 * `wamp.2.json`, binary for `wamp.2.msgpack` and `wamp.2.cbor`. Not extended but passed to libraries, so that it is an
 * `EventTarget` as they expect.
 *
 * As long as nobody hosts the room it is CONNECTING. Its error is followed by a close event whose reason is a sentence.
 */
export class MeshWebSocket extends EventTarget {
  static readonly CONNECTING = CONNECTING
  static readonly OPEN = OPEN
  static readonly CLOSING = CLOSING
  static readonly CLOSED = CLOSED
  readonly CONNECTING = CONNECTING
  readonly OPEN = OPEN
  readonly CLOSING = CLOSING
  readonly CLOSED = CLOSED
  readonly url: string
  readonly extensions = ''
  binaryType: 'blob' | 'arraybuffer' = 'blob'
  onopen: Handler<Event> = null
  onmessage: Handler<MessageEvent> = null
  onerror: Handler<Event> = null
  onclose: Handler<CloseEvent> = null
  readonly #dialing = new AbortController()
  #readyState: ReadyState = CONNECTING
  #link: Link | undefined
  /** What `close` was given. */
  #code: number | undefined

  /**
   * @param url an invite.
   * @param protocols the WAMP subprotocols on offer, the best first; others are passed over, as a router does.
   * @throws {DOMException} `SyntaxError` saying what is wrong with the invite.
   */
  constructor(url: string | URL, protocols: string | string[] = [], WebSocket?: WebSocketConstructor) {
    super()
    this.url = String(url)
    for (const name of EVENTS) this.addEventListener(name, event => this[`on${name}`]?.call(this, event as never))
    void this.#dial(readInvite(this.url), [protocols].flat(), WebSocket)
  }

  get readyState(): ReadyState {
    return this.#readyState
  }

  /** The subprotocol that the host took of those on offer; empty before the socket is open. */
  get protocol(): string {
    return this.#link?.serializer.protocol ?? ''
  }

  /** Bytes that were sent and are not on their way yet. */
  get bufferedAmount(): number {
    return this.#link?.bufferedAmount ?? 0
  }

  /** @throws {DOMException} `InvalidStateError` before the socket is open. @throws {TypeError} for the wrong kind. */
  send(data: string | ArrayBufferLike | ArrayBufferView): void {
    if (this.#readyState === CONNECTING) throw new DOMException('The WebSocket is not open yet.', 'InvalidStateError')
    const link = this.#link
    if (link === undefined || this.#readyState !== OPEN) return
    const frame = frameOf(data)
    if ((typeof frame === 'string') === link.serializer.binary) {
      throw new TypeError(`${link.serializer.protocol} takes ${link.serializer.binary ? 'binary data' : 'text'} only`)
    }
    link.send(frame)
  }

  /** @throws {DOMException} `InvalidAccessError` for a code that is neither 1000 nor from 3000 to 4999. */
  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException(`${code} is not a code to close a WebSocket with.`, 'InvalidAccessError')
    }
    if (this.#readyState >= CLOSING) return
    this.#readyState = CLOSING
    this.#code = code ?? NO_CODE
    if (this.#link) this.#link.close(reason)
    else this.#dialing.abort(new Error('The WebSocket was closed before it was open.'))
  }

  async #dial(invite: Invite, protocols: string[], WebSocket: WebSocketConstructor | undefined): Promise<void> {
    try {
      const all = await allSerializers()
      const serializers = protocols.flatMap(protocol => serializerOf(protocol, all) ?? [])
      if (serializers.length === 0) throw new Error(`None of the subprotocols is WAMP's: ${protocols.join(', ')}.`)
      // Libraries do not come back after GOODBYE.
      const client = { serializers, goodbyeIsFinal: true }
      const { signal } = this.#dialing
      const { link } = await join(invite, { signal, client, ...(WebSocket && { WebSocket }) })
      if (signal.aborted) link.close('the socket was closed')
      signal.throwIfAborted()
      this.#opened(link)
    } catch (error) {
      this.dispatchEvent(new Event('error'))
      this.#closed({ code: ABNORMAL, reason: messageOf(error), wasClean: false })
    }
  }

  #opened(link: Link): void {
    this.#link = link
    this.#readyState = OPEN
    this.dispatchEvent(new Event('open'))
    link.start({
      frame: frame => this.dispatchEvent(new MessageEvent('message', { data: this.#dataOf(frame) })),
      closed: reason => {
        const code = this.#code
        this.#closed({ code: code ?? ABNORMAL, reason, wasClean: code !== undefined })
      },
    })
  }

  #closed(details: { code: number; reason: string; wasClean: boolean }): void {
    this.#readyState = CLOSED
    this.dispatchEvent(closeEvent(details))
  }

  #dataOf(frame: Frame): unknown {
    if (typeof frame === 'string') return frame
    // A frame may be a view of a larger message.
    const bytes = new Uint8Array(frame)
    return this.binaryType === 'arraybuffer' ? bytes.buffer : new Blob([bytes])
  }
}

/**
 * A WebSocket class that dials invites by {@link MeshWebSocket}, and leaves all other URLs to the platform's.
 * An invite is a URL with `#wamp=`, which no WebSocket's URL has; its scheme may be ws(s) where a library insists on that.
 */
export function withInvites(Platform: WebSocketConstructor | undefined): typeof MeshWebSocket {
  return new Proxy(MeshWebSocket, {
    construct(target, [url, protocols, ...more]) {
      if (isInvite(String(url))) return new target(url, protocols, Platform)
      if (Platform) return Reflect.construct(Platform, [url, protocols, ...more])
      throw new Error('This platform has no WebSocket of its own: only invites can be dialed.')
    },
  })
}

const isInvite = (url: string) => /#(.*&)?wamp=/.test(url)

function readInvite(url: string): Invite {
  try {
    // A library that takes what has no ws(s) scheme for a host's name puts one in front.
    return parseInvite(url.replace(/^wss?:\/\/(?=https?:)/, '').replace(/^ws/, 'http'))
  } catch (error) {
    throw new DOMException(messageOf(error), 'SyntaxError')
  }
}

/** A copy, for who sends may write over its bytes at once. */
function frameOf(data: string | ArrayBufferLike | ArrayBufferView): Frame {
  if (typeof data === 'string') return data
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  if (data instanceof ArrayBuffer) return new Uint8Array(data).slice()
  throw new TypeError('A WebSocket to a room sends text, an ArrayBuffer or a view of one.')
}

function closeEvent(details: { code: number; reason: string; wasClean: boolean }): Event {
  // Node before 23 has none.
  return typeof CloseEvent === 'function'
    ? new CloseEvent('close', details)
    : Object.assign(new Event('close'), details)
}
