// Wanderer: a relayed guest in Node that comes and goes, and does something or other while it is in.

import { WebSocket } from 'ws'
import { connect, type Registration, type Session, type Subscription } from '../../src/entry/index.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import type { Random } from '../fuzz/random.ts'
import { pause } from './pause.ts'
import type { Tally } from './tally.ts'

/** Subjects that all share. */
const SUBJECTS = Array.from({ length: 10 }, (_, number) => `com.soak.subject${number}`)
/** Milliseconds between two deeds of a guest, at most. */
const PACE = 2_000
/** How often it thinks of going. */
const GOING = 0.3
/** Milliseconds that a deed may take; a guest that was cut off waits for its way back. */
const CALL_TIMEOUT = 10_000

export class Wanderer {
  readonly #number: number
  readonly #invite: string
  readonly #random: Random
  readonly #tally: Tally
  #visit: Visit | undefined

  constructor(number: number, { invite, random, tally }: { invite: string; random: Random; tally: Tally }) {
    this.#number = number
    this.#invite = invite
    this.#random = random
    this.#tally = tally
  }

  /** Comes and goes until `signal` aborts; then it has left. */
  async wander(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#random.below(PACE), signal)
      if (!signal.aborted) await this.#deed()
    }
    await this.#visit?.leave()
    this.#visit = undefined
  }

  async #deed(): Promise<void> {
    const visit = this.#visit
    if (!visit) {
      return this.#tally.tries('joined', async () => {
        this.#visit = await Visit.begin(this.#invite)
      })
    }
    const [what, deed] = this.#random.pick(this.#deeds(visit))
    await this.#tally.tries(what, async () => deed())
  }

  /** What it may do next; what stands here twice is twice as likely. */
  #deeds(visit: Visit): (readonly [string, () => unknown])[] {
    const subject = this.#random.pick(SUBJECTS)
    const others = `com.soak.of${this.#random.below(50)}`
    const publish = ['published', () => visit.session.publish(subject, [this.#random.next()])] as const
    const call = ['called', () => visit.session.call(others, ['x'.repeat(64)])] as const
    const going = [
      ['vanished', () => this.#end(() => visit.vanish())],
      ['left', () => this.#end(() => visit.leave())],
    ] as const
    return [
      publish,
      publish,
      ['published, acknowledged', () => visit.session.publish(subject, ['x'], {}, { acknowledge: true })],
      call,
      call,
      ['subscribed', () => visit.subscribe(subject)],
      ['subscribed', () => visit.subscribe(subject)],
      ['unsubscribed', () => visit.unsubscribe()],
      ['registered', () => visit.register(`com.soak.of${this.#number}`)],
      ['unregistered', () => visit.unregister()],
      ['was cut off', () => visit.cutOff()],
      ...(this.#random.chance(GOING) ? going : []),
    ]
  }

  async #end(end: () => Promise<void>): Promise<void> {
    this.#visit = undefined
    await end()
  }
}

/** One stay in the room. */
class Visit {
  readonly session: Session
  readonly #sockets: ReadonlySet<WebSocket>
  readonly #subscriptions: Subscription[] = []
  #registration: Registration | undefined

  private constructor(session: Session, sockets: ReadonlySet<WebSocket>) {
    this.session = session
    this.#sockets = sockets
  }

  static async begin(invite: string): Promise<Visit> {
    const sockets = new Set<WebSocket>()
    class Remembered extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols)
        sockets.add(this)
        this.once('close', () => sockets.delete(this))
      }
    }
    const signal = AbortSignal.timeout(30_000)
    // Its types only spell the events out one by one.
    const Socket = Remembered as unknown as WebSocketConstructor
    return new Visit(await connect(invite, { WebSocket: Socket, signal, callTimeout: CALL_TIMEOUT }), sockets)
  }

  async subscribe(topic: string): Promise<void> {
    this.#subscriptions.push(await this.session.subscribe(topic, () => {}))
  }

  async unsubscribe(): Promise<void> {
    await this.#subscriptions.shift()?.unsubscribe()
  }

  async register(procedure: string): Promise<void> {
    this.#registration ??= await this.session.register(procedure, ([text]) => text)
  }

  async unregister(): Promise<void> {
    const registration = this.#registration
    this.#registration = undefined
    await registration?.unregister()
  }

  /** Loses its socket, and comes back by itself. */
  cutOff(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  /** Loses its socket, and never comes back. */
  async vanish(): Promise<void> {
    this.cutOff()
    await this.session.close()
  }

  async leave(): Promise<void> {
    await this.session.close()
  }
}
