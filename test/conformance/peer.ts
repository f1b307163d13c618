// Peer: a client in a scenario, which says what it is told to and keeps what it hears.

import { decode, encode } from './codec.ts'
import { isDict } from './match.ts'
import { toCodes, toNames } from './message-names.ts'
import type { SerializerId } from './scenario.ts'
import type { Connection, Frame, Target } from './target.ts'

/** Nobody registers or subscribes to this, and no pattern of a scenario matches it. */
const ASKED = 'conformance.asked.by.a.peer.to.hear.whether.all.was.read'

/** What has a request id of its own. */
const REQUESTS = new Set<unknown>(['SUBSCRIBE', 'UNSUBSCRIBE', 'PUBLISH', 'REGISTER', 'UNREGISTER', 'CALL'])

export class Peer {
  readonly name: string
  readonly serializer: SerializerId
  /** What WELCOME said, while joined. */
  session: { readonly id: unknown; readonly details: Record<string, unknown> } | undefined
  /** The last one of each kind, for those who have to answer or to check it. */
  readonly last: Record<string, unknown[]> = {}
  /** Whether the link has ended. */
  ended = false
  #connection: Connection | undefined
  readonly #target: Target
  readonly #inbox: unknown[][] = []
  /** Answers to this peer's own questions, by their beginnings: no part of the scenario. */
  readonly #asked = new Map<string, () => void>()
  readonly #wakers = new Set<() => void>()
  #requests = 0

  private constructor(name: string, serializer: SerializerId, target: Target) {
    this.name = name
    this.serializer = serializer
    this.#target = target
  }

  /** Rejects where the target cannot be reached. */
  static async connect(name: string, target: Target, serializer = target.serializer): Promise<Peer> {
    const peer = new Peer(name, serializer, target)
    peer.#connection = await target.connect(serializer, {
      frame: frame => peer.#receive(frame),
      ended: () => {
        peer.ended = true
        peer.session = undefined
        peer.#wake()
      },
    })
    return peer
  }

  /** The next session-scope request id [R-ID-3]. */
  nextRequest(): number {
    return ++this.#requests
  }

  /** Sends a message, with its type by name or by number. */
  send(message: readonly unknown[]): void {
    const named = toNames(message)
    this.last[String(named[0])] = named
    if (named[0] === 'GOODBYE' || named[0] === 'ABORT') this.session = undefined
    // Where a scenario counts for itself, counting goes on from there.
    if (REQUESTS.has(named[0]) && named[1] === this.#requests + 1) this.#requests++
    this.sendFrame(encode(this.serializer, toCodes(message)))
  }

  sendFrame(frame: Frame): void {
    this.#connection?.send(frame)
  }

  /** The next message, its type by name; `undefined` where none comes in time, or none can come. */
  async next(): Promise<unknown[] | undefined> {
    await this.#until(() => this.#inbox.length > 0 || this.ended)
    return this.#inbox.shift()
  }

  /** What has come and was not taken. */
  rest(): unknown[][] {
    return this.#inbox.splice(0)
  }

  /** Resolves to whether the link has ended, or ends in time; an ABORT may come before. */
  async loses(): Promise<boolean> {
    await this.#until(() => this.ended)
    if (this.#inbox[0]?.[0] === 'ABORT') this.#inbox.shift()
    return this.ended
  }

  /**
   * Asks broker and dealer something, and waits for both answers: all that was sent before was acted on by then.
   * Who has no session gets no answers, and waits a while.
   */
  async ask(): Promise<void> {
    if (this.ended) return
    if (!this.session) return this.#until(() => this.ended, 100)
    const call = this.nextRequest()
    const publish = this.nextRequest()
    const answers = new Set([`ERROR CALL ${call}`, `PUBLISHED ${publish}`])
    for (const answer of answers) this.#asked.set(answer, () => answers.delete(answer))
    this.send(['CALL', call, {}, ASKED])
    this.send(['PUBLISH', publish, { acknowledge: true }, ASKED])
    await this.#until(() => answers.size === 0 || !this.session)
    if (answers.size > 0 && this.session) throw new Error(`${this.name} got no ${[...answers].join(' and no ')}`)
  }

  /** Says GOODBYE where there is a session, waits for the answer, and ends the link. */
  async leave(): Promise<void> {
    if (this.session) {
      this.send(['GOODBYE', {}, 'wamp.close.normal'])
      await this.#until(() => this.ended || this.#inbox.some(([type]) => type === 'GOODBYE'))
    }
    this.drop()
    await this.loses()
  }

  /** Ends the link without a word. */
  drop(): void {
    this.#connection?.close()
  }

  #receive(frame: Frame): void {
    let message: unknown[]
    try {
      message = toNames(decode(this.serializer, frame))
    } catch (cause) {
      message = [`a frame that is no message: ${String(cause)}`]
    }
    const [type, ...rest] = message
    this.last[String(type)] = message
    if (type === 'WELCOME') {
      this.session = { id: rest[0], details: isDict(rest[1]) ? rest[1] : {} }
      this.#requests = 0
    }
    if (type === 'GOODBYE' || type === 'ABORT') this.session = undefined
    const asked = type === 'ERROR' ? `ERROR ${rest[0]} ${rest[1]}` : `${type} ${rest[0]}`
    const answered = this.#asked.get(asked)
    this.#asked.delete(asked)
    if (answered) answered()
    else this.#inbox.push(message)
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#wakers) wake()
  }

  /** Resolves when a condition holds, or patience is over. */
  #until(condition: () => boolean, ms = this.#target.patience): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#wakers.delete(look)
        resolve()
      }
      const look = () => condition() && done()
      const timer = setTimeout(done, ms)
      this.#wakers.add(look)
      look()
    })
  }
}
