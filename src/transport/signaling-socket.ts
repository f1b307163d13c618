// Signaling socket: one connection of a host or a guest to the signaling server.

import { platformWebSocket, type WebSocketConstructor } from './open-websocket.ts'
import { messageOf } from './reasons.ts'
import {
  CLOSE,
  type GuestToServer,
  type HostToServer,
  MESH_SUBPROTOCOL,
  parseToGuest,
  parseToHost,
  type ServerToGuest,
  type ServerToHost,
  writeControl,
} from './signaling-messages.ts'
import { closeSocket, listen, type WebSocketLike } from './websocket.ts'

/** Who a {@link SignalingSocket} delivers to. */
export interface SignalingReceiver<Control> {
  control(message: Control): void
  relayed(bytes: Uint8Array): void
  /** Called exactly once; `code` as in `CLOSE`, 1006 where the connection was lost or never came about. */
  closed(code: number, reason: string): void
}

/** Milliseconds for the server to take the connection. */
const OPENING_TIME = 10_000
/** Milliseconds between questions for a sign of life, and how many may go unanswered. */
const PING_INTERVAL = 5_000
const UNANSWERED = 5
const OPEN = 1

export type HostSocket = SignalingSocket<ServerToHost, HostToServer>
export type GuestSocket = SignalingSocket<ServerToGuest, GuestToServer>

export function hostSocket(url: string, receiver: SignalingReceiver<ServerToHost>, Socket?: WebSocketConstructor) {
  return new SignalingSocket<ServerToHost, HostToServer>(url, { parse: parseToHost, receiver, Socket })
}

export function guestSocket(url: string, receiver: SignalingReceiver<ServerToGuest>, Socket?: WebSocketConstructor) {
  return new SignalingSocket<ServerToGuest, GuestToServer>(url, { parse: parseToGuest, receiver, Socket })
}

interface SignalingSetup<In> {
  parse(data: unknown): In
  readonly receiver: SignalingReceiver<In>
  readonly Socket: WebSocketConstructor | undefined
}

export class SignalingSocket<In, Out extends HostToServer | GuestToServer> {
  readonly #setup: SignalingSetup<In>
  readonly #socket: WebSocketLike | undefined
  #opening: ReturnType<typeof setTimeout> | undefined
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #unanswered = 0
  #checking: ReturnType<typeof setTimeout> | undefined
  #over = false

  constructor(url: string, setup: SignalingSetup<In>) {
    this.#setup = setup
    try {
      this.#socket = this.#open(url, setup.Socket ?? platformWebSocket())
    } catch (error) {
      queueMicrotask(() => this.#end(1006, messageOf(error)))
    }
  }

  /** Bytes accepted and not yet handed to the network. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  send(message: Out): void {
    this.#write(writeControl(message))
  }

  relay(bytes: Uint8Array): void {
    // No encoder writes to shared memory.
    this.#write(bytes as Uint8Array<ArrayBuffer>)
  }

  /** Closes the socket unless the server answers within `time` milliseconds: there is doubt, and the heartbeat is slow. */
  check(time: number): void {
    if (this.#over || this.#checking !== undefined) return
    this.#write(writeControl({ type: 'ping' }))
    this.#checking = setTimeout(() => this.close('the signaling server is silent', 1006), time)
  }

  /** Leaves; `closed` is told. */
  close(reason: string, code = 1000): void {
    this.#leave(code === 1000 ? 1000 : CLOSE.lost, reason, code)
  }

  /** Leaves, and may come back: the other side is told to wait. */
  sleep(reason: string): void {
    this.#leave(CLOSE.asleep, reason, CLOSE.asleep)
  }

  #leave(said: number, reason: string, code: number): void {
    if (this.#over) return
    if (this.#socket) closeSocket(this.#socket, said, reason)
    this.#end(code, reason)
  }

  #write(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.#over && this.#socket?.readyState === OPEN) this.#socket.send(data)
  }

  #open(url: string, Socket: WebSocketConstructor): WebSocketLike {
    const socket = new Socket(url, [MESH_SUBPROTOCOL])
    socket.binaryType = 'arraybuffer'
    this.#opening = setTimeout(() => this.close(`no answer within ${OPENING_TIME / 1000} seconds`, 1006), OPENING_TIME)
    const ignore = listen(socket, {
      open: () => this.#watch(),
      message: event => this.#received(event.data),
      // A failing socket closes too, and that is what counts. Without a listener, `ws` would throw.
      error: () => {},
      close: event => {
        ignore()
        this.#end(event.code ?? 1006, event.reason || 'the connection was lost or refused')
      },
    })
    return socket
  }

  /** A browser does not tell that a connection is half open: the server has to answer. */
  #watch(): void {
    clearTimeout(this.#opening)
    // Questions are counted, not seconds: in a tab that is throttled or was asleep much time passes between two of them.
    this.#heartbeat = setInterval(() => {
      if (this.#unanswered++ < UNANSWERED) this.#write(writeControl({ type: 'ping' }))
      else this.close('the signaling server is silent', 1006)
    }, PING_INTERVAL)
  }

  #received(data: unknown): void {
    if (this.#over) return
    this.#unanswered = 0
    this.#answered()
    try {
      if (data instanceof ArrayBuffer) this.#setup.receiver.relayed(new Uint8Array(data))
      else this.#setup.receiver.control(this.#setup.parse(data))
    } catch (error) {
      this.close(`the signaling server does not speak our protocol: ${messageOf(error)}`, 1006)
    }
  }

  #answered(): void {
    clearTimeout(this.#checking)
    this.#checking = undefined
  }

  #end(code: number, reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#answered()
    clearTimeout(this.#opening)
    clearInterval(this.#heartbeat)
    this.#setup.receiver.closed(code, reason)
  }
}
