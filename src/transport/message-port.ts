// MessagePort: a link to another tab, frame or worker of this origin.
//
// Frames are posted as they are, a string or a Uint8Array each, or a list of them where several were sent in one tick.
// Everything else is an object of the control language below; nothing in the platform tells that the other end of a port
// is gone, so links say goodbye and keep a heartbeat.

import type { Frame, Link, LinkReceiver, Liveness } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts'
import { Inbox } from './inbox.ts'
import { CLOSED_HERE, CLOSED_THERE, tooSlow } from './reasons.ts'

/** What is said on a port besides frames. `received` counts the bytes that have come so far. */
export type PortControl =
  | { wamp: 2; protocols: string[] }
  | { wamp: 2; protocol: string }
  | { wamp: 2; refused: string }
  | { wamp: 2; ping: number }
  | { wamp: 2; pong: number; received: number }
  | { wamp: 2; received: number }
  | { wamp: 2; bye: string }

export interface MessagePortLinkOptions {
  /** Bytes that may wait for a slow receiver before the link is closed. Default 32 MiB. */
  limit?: number
  heartbeat?: HeartbeatOptions
}

const DEFAULT_LIMIT = 32 * 1024 * 1024
const REPORT_EVERY = 64 * 1024
/** Bytes of frames that share a message at most, or of one frame: who gets them has other things to do in between. */
const SHARED = 64 * 1024
/** Bytes from which on a frame is given away in memory of its own: for smaller ones that costs more than to copy them. */
const TRANSFERRED = 64 * 1024

/**
 * A link over a port whose ends have agreed on `serializer`; `openMessagePort` and `acceptMessagePort` see to that.
 * The port is the link's from now on, and closed with it.
 */
export class MessagePortLink implements Link {
  readonly serializer: Serializer
  readonly #port: MessagePort
  readonly #limit: number
  readonly #inbox = new Inbox()
  readonly #heartbeat: Heartbeat
  /** Sent in this tick, and not posted yet. */
  #frames: Frame[] = []
  #unposted = 0
  #sent = 0
  #taken = 0
  #received = 0
  #reported = 0

  constructor(port: MessagePort, serializer: Serializer, options: MessagePortLinkOptions = {}) {
    this.serializer = serializer
    this.#port = port
    this.#limit = options.limit ?? DEFAULT_LIMIT
    const pulse = {
      ping: (number: number) => this.#say({ wamp: 2, ping: number }),
      liveness: (liveness: Liveness) => this.#inbox.turn(liveness),
      dead: (reason: string) => this.#end(reason),
    }
    this.#heartbeat = new Heartbeat(pulse, options.heartbeat)
    port.addEventListener('message', this.#onMessage)
    port.addEventListener('messageerror', this.#onUnreadable)
    port.addEventListener('close', this.#onClose)
  }

  /** Bytes that the other side has not reported to have received; it reports every 64 KiB and with every pong. */
  get bufferedAmount(): number {
    return this.#inbox.over ? 0 : this.#sent - this.#taken
  }

  get roundTrip(): number | undefined {
    return this.#heartbeat.roundTrip
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame): void {
    if (this.#inbox.over) return
    this.#sent += frame.length
    // A message costs far more than what is in it: what is sent in this tick shares one.
    if (this.#unposted + frame.length > SHARED) this.#flush()
    if (this.#frames.push(frame) === 1) queueMicrotask(() => this.#flush())
    this.#unposted += frame.length
    if (this.bufferedAmount > this.#limit) this.close(tooSlow(this.bufferedAmount, this.#limit))
  }

  close(reason?: string): void {
    if (this.#inbox.over) return
    this.#flush()
    this.#say({ wamp: 2, bye: reason ?? CLOSED_THERE })
    this.#inbox.abandon(reason ?? CLOSED_HERE)
    this.#release()
  }

  /** Whether the other side answers within `timeout` milliseconds. */
  probe(timeout: number): Promise<boolean> {
    return this.#heartbeat.probe(timeout)
  }

  readonly #onMessage = ({ data }: MessageEvent): void => {
    if (this.#inbox.over) return
    this.#heartbeat.heard()
    if (Array.isArray(data)) for (const frame of data) this.#take(frame)
    else if (typeof data === 'string' || data instanceof Uint8Array) this.#take(data)
    else this.#obey(data)
  }

  #take(frame: unknown): void {
    const text = typeof frame === 'string'
    if (!text && !(frame instanceof Uint8Array)) return this.close('A list came with something that is no frame.')
    if (text === this.serializer.binary) {
      return this.close(`A ${text ? 'text' : 'binary'} message came, and ${this.serializer.protocol} has none.`)
    }
    this.#received += frame.length
    if (this.#received - this.#reported >= REPORT_EVERY) this.#say({ wamp: 2, received: this.#report() })
    this.#inbox.push(frame)
  }

  /** Does what a control message says; what it does not know, it ignores. */
  #obey(control: unknown): void {
    const { wamp, ping, pong, received, bye } = asControl(control)
    if (wamp !== 2) return
    if (typeof received === 'number') this.#taken = Math.min(received, this.#sent)
    if (typeof ping === 'number') this.#say({ wamp: 2, pong: ping, received: this.#report() })
    if (typeof pong === 'number') this.#heartbeat.answered(pong)
    if (typeof bye === 'string') this.#end(bye)
  }

  #flush(): void {
    const frames = this.#frames
    if (this.#inbox.over || frames.length === 0) return
    this.#frames = []
    this.#unposted = 0
    this.#heartbeat.sent()
    const posted = frames.map(posting)
    const transferred = posted.flatMap(frame =>
      frame.length < TRANSFERRED || typeof frame === 'string' ? [] : [frame.buffer],
    )
    this.#port.postMessage(posted.length === 1 ? posted[0] : posted, transferred)
  }

  #say(control: PortControl): void {
    if (this.#inbox.over) return
    this.#heartbeat.sent()
    this.#port.postMessage(control)
  }

  #report(): number {
    this.#reported = this.#received
    return this.#received
  }

  readonly #onUnreadable = (): void => this.close('A message came that this browser could not read.')

  /** Few platforms have this event; where it comes, it is sooner than the heartbeat. */
  readonly #onClose = (): void => this.#end(CLOSED_THERE)

  #end(reason: string): void {
    this.#inbox.end(reason)
    this.#release()
  }

  #release(): void {
    this.#heartbeat.stop()
    this.#port.removeEventListener('message', this.#onMessage)
    this.#port.removeEventListener('messageerror', this.#onUnreadable)
    this.#port.removeEventListener('close', this.#onClose)
    this.#port.close()
  }
}

/**
 * A view would be cloned with its whole buffer, in which an encoder may keep other people's messages, and others may
 * send it too. Not `slice`: Node's Buffer does not copy in it, and the encoder's own memory would be given away.
 */
function posting(frame: Frame): string | Uint8Array<ArrayBuffer> {
  return typeof frame === 'string' ? frame : new Uint8Array(frame)
}

/** The properties of a control message, whatever they are; none of what is no object. */
export function asControl(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {}
}
