// MessagePort: a link to another tab, frame or worker of this origin.
//
// Frames are posted as they are, a string or a Uint8Array each. Everything else is an object of the control language
// below; nothing in the platform tells that the other end of a port is gone, so links say goodbye and keep a heartbeat.

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
    this.#heartbeat.sent()
    if (typeof frame === 'string') this.#port.postMessage(frame)
    else {
      // A view would be cloned with its whole buffer, in which an encoder may keep other people's messages. Not `slice`:
      // Node's Buffer does not copy in it, and the encoder's own memory would be given away.
      const copy = new Uint8Array(frame)
      this.#port.postMessage(copy, [copy.buffer])
    }
    if (this.bufferedAmount > this.#limit) this.close(tooSlow(this.bufferedAmount, this.#limit))
  }

  close(reason?: string): void {
    if (this.#inbox.over) return
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
    const text = typeof data === 'string'
    if (!text && !(data instanceof Uint8Array)) return this.#obey(data)
    if (text === this.serializer.binary) {
      return this.close(`A ${text ? 'text' : 'binary'} message came, and ${this.serializer.protocol} has none.`)
    }
    this.#received += data.length
    if (this.#received - this.#reported >= REPORT_EVERY) this.#say({ wamp: 2, received: this.#report() })
    this.#inbox.push(data)
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

/** The properties of a control message, whatever they are; none of what is no object. */
export function asControl(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {}
}
