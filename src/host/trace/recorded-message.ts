// Recorded message: a frame as a trace tells of it: read, cut to size, in memory of its own, and without secrets.

import { isDict } from '../../protocol/dict.ts'
import type { Frame } from '../../protocol/frame.ts'
import * as m from '../../protocol/messages.ts'
import { HELLO_DETAILS, WELCOME_DETAILS } from '../../protocol/options.ts'
import type { Serializer } from '../../protocol/serializer/serializer.ts'
import { headLength, payloadOf } from '../../protocol/wire.ts'
import { messageOf } from '../../transport/reasons.ts'
import type { TraceRecord } from './trace-record.ts'

export type RecordedMessage = Pick<TraceRecord, 'message' | 'size' | 'cut' | 'unreadable'>

/** Bytes of a message that a record has room for. */
export const MOST_RECORDED = 16 * 1024
/** Payloads of longer frames are not even read. */
const MOST_READ = 1024 * 1024
const LEFT_OUT = '…'
const MASK = '•••'

/** What a number, a truth value, or the frame of anything costs. */
const COST = 8

export function recordedMessage(frame: Frame, serializer: Serializer): RecordedMessage {
  const size = typeof frame === 'string' ? new TextEncoder().encode(frame).length : frame.length
  try {
    const whole = masked(serializer.decode(frame))
    const payload = payloadOf(whole)
    const read = size <= MOST_READ
    const copy = new BoundedCopy(MOST_RECORDED)
    const trailing = payload === undefined ? [] : read ? payload.trailing : [LEFT_OUT]
    const message = [...whole.slice(0, headLength(whole)), ...trailing].map(element => copy.of(element))
    return { message, size, ...((copy.cut || !read) && { cut: true }) }
  } catch (error) {
    return { message: [], size, unreadable: ownText(messageOf(error)) }
  }
}

/** Signatures, tickets, challenges and what else is said to prove who somebody is are nobody else's. */
function masked(message: m.Message): m.Message {
  switch (message[0]) {
    case m.AUTHENTICATE:
      return [m.AUTHENTICATE, MASK, hidden(message[2])]
    case m.CHALLENGE:
      return [m.CHALLENGE, message[1], hidden(message[2])]
    case m.HELLO:
      return [m.HELLO, message[1], known(message[2], HELLO_DETAILS)]
    case m.WELCOME:
      return [m.WELCOME, message[1], known(message[2], WELCOME_DETAILS)]
    default:
      return message
  }
}

/** Details as the specification has them; others may prove something, too. */
function known<D extends m.HelloDetails | m.WelcomeDetails>(details: D, table: object): D {
  const shown = Object.entries(details).map(([key, value]) => {
    if (key === 'authextra' && isDict(value)) return [key, hidden(value)]
    return [key, Object.hasOwn(table, key) ? value : MASK]
  })
  return Object.fromEntries(shown)
}

function hidden(extra: m.Dict): m.Dict {
  return Object.fromEntries(Object.keys(extra).map(key => [key, MASK]))
}

/** A part of a text, in memory of its own: engines keep the whole text for it. */
function ownText(part: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(part))
}

/** Copies values until there is no room left. */
class BoundedCopy {
  cut = false
  #room: number

  constructor(room: number) {
    this.#room = room
  }

  of(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value)
    if (value instanceof Uint8Array) return new Uint8Array(value.subarray(0, this.#take(value.length)))
    if (Array.isArray(value)) return this.#list(value)
    if (isDict(value)) return this.#dict(value)
    this.#take(COST)
    return value
  }

  #text(text: string): string {
    const length = this.#take(text.length)
    return length < text.length ? ownText(text.slice(0, length) + LEFT_OUT) : text
  }

  #list(list: readonly unknown[]): unknown[] {
    const copies = []
    for (const element of list) {
      if (this.#full()) return [...copies, LEFT_OUT]
      copies.push(this.of(element))
    }
    return copies
  }

  #dict(dict: m.Dict): m.Dict {
    const copies: [string, unknown][] = []
    for (const [key, value] of Object.entries(dict)) {
      if (this.#full()) return Object.fromEntries([...copies, [LEFT_OUT, LEFT_OUT]])
      copies.push([this.#text(key), this.of(value)])
    }
    return Object.fromEntries(copies)
  }

  #full(): boolean {
    this.#room -= COST
    if (this.#room < 0) this.cut = true
    return this.#room < 0
  }

  /** How much of that much there is room for. */
  #take(wanted: number): number {
    const taken = Math.max(0, Math.min(wanted, this.#room))
    if (taken < wanted && wanted > COST) this.cut = true
    this.#room -= wanted
    return taken
  }
}
