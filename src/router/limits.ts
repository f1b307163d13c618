// Limits: what one session may cost a router.

import { WampError } from '../protocol/errors.ts'
import { MAX_FRAME } from '../protocol/link.ts'

export interface Limits {
  /** Bytes (or UTF-16 units) of one received frame. */
  readonly frameSize: number
  /** Frames a second a session may send on average, and twice that at once. Answers to calls are not counted, parts of results are. */
  readonly framesPerSecond: number
  readonly subscriptions: number
  readonly registrations: number
  /** Calls of one caller that wait for their result at the same time. */
  readonly calls: number
  /** Milliseconds for each step until a session is open: HELLO, each answer to a challenge, each decision about it. */
  readonly handshakeTime: number
  /** Bytes (or UTF-16 units) kept of what a peer sends while an authenticator or authorizer decides about it. */
  readonly heldBytes: number
}

/** For rooms, where strangers with the invite come in. */
export const ROOM_LIMITS: Limits = {
  frameSize: MAX_FRAME,
  framesPerSecond: 5_000,
  subscriptions: 10_000,
  registrations: 10_000,
  calls: 10_000,
  handshakeTime: 10_000,
  heldBytes: MAX_FRAME,
}

/** For routers that somebody runs for known clients: memory is protected, rates are not limited. */
export const OPEN_LIMITS: Limits = {
  ...ROOM_LIMITS,
  framesPerSecond: Number.POSITIVE_INFINITY,
  subscriptions: Number.POSITIVE_INFINITY,
  registrations: Number.POSITIVE_INFINITY,
  calls: Number.POSITIVE_INFINITY,
}

/** Limits, some of which are others; `undefined` is none of its own, and takes none away. */
export function limitsWith(
  limits: Limits,
  others: { readonly [Limit in keyof Limits]?: number | undefined } = {},
): Limits {
  const given = Object.entries(others).filter(([, limit]) => limit !== undefined)
  return { ...limits, ...Object.fromEntries(given) }
}

/** Counts frames against a rate: a bucket of two seconds' worth that fills as time passes. */
export class FrameRate {
  readonly #perSecond: number
  #left: number
  #at: number

  /** @param at milliseconds, by the same clock as all that follow. */
  constructor(perSecond: number, at: number) {
    this.#perSecond = perSecond
    this.#left = 2 * perSecond
    this.#at = at
  }

  /** Whether one more frame is within the rate: one that came at that time, and after those before it. */
  take(at: number): boolean {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return true
    this.#left = Math.min(2 * this.#perSecond, this.#left + ((at - this.#at) / 1000) * this.#perSecond) - 1
    this.#at = at
    return this.#left >= 0
  }
}

/** The refusal of a request that would go beyond a limit. */
export function limitReached(what: string, limit: number): WampError {
  return new WampError('wamp_mesh.error.limit_reached', [`this session has reached its limit of ${limit} ${what}`])
}
