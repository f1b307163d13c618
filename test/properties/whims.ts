// WhimsicalRouter: what a client's links lead to. It answers each message by the next whim: right, wrong, late, twice or
// never; and checks that the client keeps to the rules whatever it is told.

import type { Link } from '../../src/protocol/link.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { decodeRaw, encodeRaw, type Raw, SERIALIZERS } from '../raw-codec.ts'

/** From the most frequent on. */
export const WHIMS = [
  ...[
    'answer',
    'answer',
    'answer',
    'answer',
    'answer',
    'answer',
    'later',
    'later',
    'nothing',
    'error',
    'error',
    'twice',
  ],
  ...['wrong kind', 'wrong id', 'progress', 'event', 'invoke', 'invoke', 'interrupt', 'revoke', 'garbage'],
  ...['abort', 'goodbye', 'cut', 'cut'],
] as const
export type Whim = (typeof WHIMS)[number]

/** What comes of dialing. */
export const DIALS = ['link', 'link', 'link', 'refused', 'never', 'too late'] as const
export type Dial = (typeof DIALS)[number]

const FEATURES = ['call_canceling', 'call_timeout', 'progressive_call_results', 'progressive_call_invocations']
/** The reply to each request, which may be followed by an id. */
const REPLIES: Readonly<Record<number, number>> = { 16: 17, 32: 33, 34: 35, 48: 50, 64: 65, 66: 67 }

/** A registration that is restored is tried again on this. */
const TAKEN = 'wamp.error.procedure_already_exists'

export interface Whims {
  readonly whims: readonly Whim[]
  readonly dials: readonly Dial[]
  readonly serializer: Serializer['id']
  readonly announces: boolean
}

export class WhimsicalRouter {
  readonly faults: string[] = []
  readonly #whims: Whims
  #links: RouterEnd[] = []
  #next = 0
  #dialed = 0

  constructor(whims: Whims) {
    this.#whims = whims
  }

  readonly dial = (signal: AbortSignal): Promise<Link> => {
    const { dials } = this.#whims
    const how = dials[this.#dialed++ % dials.length]
    if (how === 'refused') return Promise.reject(new Error('nobody is there'))
    const aborted = new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    if (how === 'never') return aborted.then(() => Promise.reject(signal.reason))
    return how === 'too late' ? aborted.then(() => this.#link()) : Promise.resolve(this.#link())
  }

  /** Says what was held back. */
  deliver(): void {
    for (const link of this.#links) link.deliver()
  }

  cut(): void {
    for (const link of this.#links.splice(0)) link.link.close()
  }

  #link(): Link {
    const { serializer, announces, whims } = this.#whims
    const [near, far] = memoryPair(SERIALIZERS.find(({ id }) => id === serializer) as Serializer)
    const next = () => whims[this.#next++ % whims.length] as Whim
    this.#links.push(new RouterEnd(far, { faults: this.faults, announces, next }))
    return near
  }
}

interface Ways {
  readonly faults: string[]
  readonly announces: boolean
  next(): Whim
}

class RouterEnd {
  readonly link: Link
  readonly #ways: Ways
  #state: 'new' | 'joining' | 'open' | 'over' = 'new'
  #late: Raw[] = []
  #lastRequest = 0
  #lastInvocation = 0
  /** Invocations that wait for their final answer. */
  readonly #asked = new Set<number>()
  readonly #calls = new Set<unknown>()

  constructor(link: Link, ways: Ways) {
    this.link = link
    this.#ways = ways
    link.start({ frame: frame => this.#hear(decodeRaw(link.serializer.id, frame)), closed: () => {} })
  }

  deliver(): void {
    for (const message of this.#late.splice(0).reverse()) this.#say(message)
  }

  #say(...messages: Raw[]): void {
    for (const message of messages) this.link.send(encodeRaw(this.link.serializer.id, message))
  }

  #fault(sentence: string): void {
    this.#ways.faults.push(sentence)
  }

  #hear(message: unknown[]): void {
    this.#check(message)
    const [type] = message
    if (type === 1) return this.#greet(this.#ways.next())
    if (type === 6) return this.#part(this.#ways.next())
    if (typeof type === 'number' && type in REPLIES) this.#answer(message as [number, number], this.#ways.next())
  }

  /** The client may be told anything, and still says only what is right. */
  #check([type, one, two]: unknown[]): void {
    if (this.#state === 'over') this.#fault(`message ${type} after its GOODBYE or ABORT`)
    if ((this.#state === 'new') !== (type === 1)) this.#fault(`message ${type} while ${this.#state}`)
    if (type === 1) this.#state = 'joining'
    if (type === 3 || type === 6) this.#state = 'over'
    if (type === 48 && this.#calls.has(one)) return
    if (typeof type === 'number' && type in REPLIES && one !== ++this.#lastRequest) {
      this.#fault(`request ${String(one)} (${type}) after ${this.#lastRequest - 1} [R-ID-3]`)
    }
    if (type === 48) this.#calls.add(one)
    if (type === 49 && !this.#calls.has(one)) this.#fault(`CANCEL of ${String(one)}, which is no call`)
    const answered = type === 70 ? one : type === 8 ? two : undefined
    const isPart = type === 70 && (two as { progress?: boolean }).progress === true
    if (answered === undefined) return
    if (!this.#asked.has(answered as number)) this.#fault(`invocation ${answered} was answered twice, or never asked`)
    if (!isPart) this.#asked.delete(answered as number)
  }

  #greet(whim: Whim): void {
    const features = { features: Object.fromEntries(this.#ways.announces ? FEATURES.map(name => [name, true]) : []) }
    if (whim === 'nothing') return
    if (whim === 'cut') return this.link.close()
    if (whim === 'abort') return this.#say([3, {}, 'wamp.error.no_such_realm'])
    if (whim === 'garbage') return this.#say([36, 1, 1, {}])
    if (whim === 'wrong kind') return this.#say([4, 'ticket', {}])
    this.#state = 'open'
    this.#say([2, 7, { roles: { broker: features, dealer: features } }])
  }

  /** The client has said GOODBYE, and says nothing more whatever it hears until that is answered [R-GB-2]. */
  #part(whim: Whim): void {
    if (whim === 'nothing') return
    if (whim === 'garbage') this.#say([1, 'realm1', {}], [999], this.#invocation(11))
    this.#say([6, {}, 'wamp.close.goodbye_and_out'])
  }

  #answer([type, request]: [number, number], whim: Whim): void {
    const reply = REPLIES[type] as number
    const right = type === 48 ? [reply, request, {}, [1]] : [reply, request, 10 + request]
    const said: Record<Whim, () => void> = {
      answer: () => this.#say(right),
      later: () => void this.#late.push(right),
      nothing: () => {},
      error: () => this.#say([8, type, request, {}, type === 64 ? TAKEN : 'com.error', ['no']]),
      twice: () => this.#say(right, right),
      'wrong kind': () => this.#say([reply === 17 ? 33 : 17, request, 5]),
      'wrong id': () => this.#say([reply, request + 5, ...right.slice(2)]),
      progress: () => this.#say([50, request, { progress: true }, [0]], right),
      event: () => this.#say(right, [36, right[2] as number, 9, {}, ['event']]),
      invoke: () => this.#say(right, this.#invocation(right[2])),
      interrupt: () => this.#say(right, this.#invocation(right[2]), [69, this.#lastInvocation, { mode: 'kill' }]),
      revoke: () => this.#say(right, [type === 64 ? 67 : 35, 0, { registration: right[2], subscription: right[2] }]),
      garbage: () => this.#say([1, 'realm1', {}]),
      abort: () => this.#say([3, { message: 'out' }, 'wamp.error.protocol_violation']),
      goodbye: () => this.#say([6, {}, 'wamp.close.system_shutdown']),
      cut: () => this.link.close(),
    }
    said[whim]()
  }

  #invocation(registration: unknown): Raw {
    this.#asked.add(++this.#lastInvocation)
    return [
      68,
      this.#lastInvocation,
      typeof registration === 'number' ? registration : 11,
      { receive_progress: true },
      [1],
    ]
  }
}
