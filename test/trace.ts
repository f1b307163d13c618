// Traces: a router or a client at one end of a link, and at the other a peer that says plain WAMP arrays.
//
//   const { joins } = trace()
//   const a = await joins()
//   a.sends([32, 1, {}, 'x'])
//   expect(await a.got()).toEqual([[33, 1, expect.any(Number)]])

import type { Frame, Link } from '../src/protocol/link.ts'
import { json } from '../src/protocol/serializer/json.ts'
import type { Serializer } from '../src/protocol/serializer/serializer.ts'
import type { Clock } from '../src/router/clock.ts'
import { type AttachOptions, Router, type RouterOptions } from '../src/router/router.ts'
import { memoryPair } from '../src/transport/memory.ts'
import { decodeRaw, encodeRaw, type Raw } from './raw-codec.ts'

// Taken before any test can fake it.
const { setImmediate } = globalThis

/** Resolves when every microtask has run: all that was sent over memory links has arrived, and been answered. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** All four roles, with no features. */
export const ROLES = { caller: {}, callee: {}, publisher: {}, subscriber: {} }

/** Who speaks raw WAMP at one end of a link. */
export class Peer {
  readonly link: Link
  /** The session id of the last {@link join}. */
  id = 0
  /** WELCOME.Details of the last {@link join}. */
  details: Record<string, unknown> = {}
  /** Why the link ended, once it has. */
  closed: string | undefined
  #frames: Frame[] = []

  constructor(link: Link) {
    this.link = link
    link.start({
      frame: frame => this.#frames.push(frame),
      closed: reason => {
        this.closed = reason
      },
    })
  }

  /** Sends messages in one burst, as its serializer's library writes them. */
  sends(...messages: readonly Raw[]): void {
    for (const message of messages) this.link.send(encodeRaw(this.link.serializer.id, message))
  }

  /** Sends a frame as it is, well-formed or not. */
  sendsFrame(frame: Frame): void {
    this.link.send(frame)
  }

  /** What has come since the last look, once everything under way has arrived. */
  async got(): Promise<unknown[][]> {
    return (await this.gotFrames()).map(frame => decodeRaw(this.link.serializer.id, frame))
  }

  /** The same, byte for byte. */
  async gotFrames(): Promise<Frame[]> {
    await settled()
    return this.#frames.splice(0)
  }

  /** Says HELLO and takes the WELCOME. */
  async join(realm = 'realm1', details: Record<string, unknown> = {}): Promise<this> {
    this.sends([1, realm, { roles: ROLES, ...details }])
    const [welcome, ...more] = await this.got()
    if (welcome?.[0] !== 2 || more.length > 0) throw new Error(`not welcomed: ${JSON.stringify([welcome, ...more])}`)
    this.id = welcome[1] as number
    this.details = welcome[2] as Record<string, unknown>
    return this
  }
}

/** A clock that goes on only when it is told to. */
export class FakeClock implements Clock {
  #now = 0
  readonly #timers = new Set<{ at: number; task: () => void }>()

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#now
  }

  date(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#now)
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.#now + ms, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Lets time pass; timers that become due run in their order. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      const due = [...this.#timers].filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#timers.delete(due)
      this.#now = due.at
      due.task()
    }
    this.#now = until
  }
}

/** Reproducible numbers in [0, 1) that do not repeat and spread widely; ids made of them need 64 bits. */
export function sequence(): () => number {
  let count = 0
  return () => (++count * 0.618_033_988_749_895) % 1
}

export interface Trace {
  readonly router: Router
  readonly clock: FakeClock
  /** A peer with a link of its own at the router, before HELLO. */
  attaches(serializer?: Serializer, options?: AttachOptions): Peer
  /** A peer that has joined `realm1`. */
  joins(serializer?: Serializer, options?: AttachOptions): Promise<Peer>
}

/** A router with a clock that stands still. */
export function trace(options: Partial<RouterOptions> = {}): Trace {
  const clock = new FakeClock()
  const router = new Router({ clock, random: sequence(), ...options })
  const attaches = (serializer: Serializer = json, attachOptions: AttachOptions = {}) => {
    const [near, far] = memoryPair(serializer)
    router.attach(far, attachOptions)
    return new Peer(near)
  }
  return { router, clock, attaches, joins: (serializer, attachOptions) => attaches(serializer, attachOptions).join() }
}
