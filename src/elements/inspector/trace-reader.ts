// Trace reader: finds out what each message of a trace is about and belongs to, from those before it.

import type { TraceRecord } from '../../host/trace/trace-record.ts'
import * as m from '../../protocol/messages.ts'
import { messageName } from '../../protocol/wire.ts'
import type { MessageKind, TracedMessage } from './traced-message.ts'

/** A call or a publication, with all that follows from it. */
interface Exchange {
  readonly number: number
  readonly uri: string | undefined
  readonly time: number
}

/** Things that are remembered of each sort; older ones are forgotten. */
const MOST = 20_000

const KINDS: Readonly<Record<MessageKind, readonly number[]>> = {
  call: [m.CALL, m.CANCEL, m.RESULT, m.INVOCATION, m.INTERRUPT, m.YIELD],
  event: [m.PUBLISH, m.PUBLISHED, m.EVENT, m.EVENT_RECEIVED],
  setup: [
    m.SUBSCRIBE,
    m.SUBSCRIBED,
    m.UNSUBSCRIBE,
    m.UNSUBSCRIBED,
    m.REGISTER,
    m.REGISTERED,
    m.UNREGISTER,
    m.UNREGISTERED,
  ],
  session: [m.HELLO, m.WELCOME, m.ABORT, m.CHALLENGE, m.AUTHENTICATE, m.GOODBYE],
}
/** The type of the request that a message answers or takes further, by its request id. */
const REQUEST: Readonly<Record<number, number>> = {
  [m.RESULT]: m.CALL,
  [m.CANCEL]: m.CALL,
  [m.YIELD]: m.INVOCATION,
  [m.INTERRUPT]: m.INVOCATION,
  [m.PUBLISHED]: m.PUBLISH,
  [m.SUBSCRIBED]: m.SUBSCRIBE,
  [m.UNSUBSCRIBED]: m.UNSUBSCRIBE,
  [m.REGISTERED]: m.REGISTER,
  [m.UNREGISTERED]: m.UNREGISTER,
}
/** Messages that begin something, and where the URI stands in them. */
const BEGIN: Readonly<Record<number, number>> = { [m.CALL]: 3, [m.PUBLISH]: 3, [m.SUBSCRIBE]: 3, [m.REGISTER]: 3 }

export class TraceReader {
  readonly #requests = new Bounded<string, Exchange>()
  readonly #causes = new Bounded<number, Exchange>()
  readonly #uris = new Bounded<string, string>()
  #exchanges = 0

  /** What a subscription or registration is about, as is known from elsewhere. */
  learn(what: 'subscription' | 'registration', id: m.Id, uri: string): void {
    this.#uris.set(`${what}/${id}`, uri)
  }

  read(record: TraceRecord): TracedMessage {
    const { message, number, time } = record
    const type = Number(message[0])
    const exchange = this.#exchangeOf(record, type)
    if (exchange) this.#causes.set(number, exchange)
    const answers = type === m.ERROR ? Number(message[1]) : REQUEST[type]
    const answer = exchange && answers !== undefined && record.direction === directionOf(answers)
    return {
      record,
      name: record.unreadable === undefined ? messageName(type) : '?',
      kind: kindOf(type === m.ERROR ? Number(message[1]) : type),
      uri: exchange?.uri ?? this.#uriOf(type, message),
      error: type === m.ERROR ? String(message[4]) : undefined,
      exchange: exchange?.number,
      latency: answer ? time - exchange.time : undefined,
    }
  }

  #exchangeOf({ session, message, cause, time }: TraceRecord, type: number): Exchange | undefined {
    const caused = cause === undefined ? undefined : this.#causes.get(cause)
    const at = BEGIN[type]
    if (at !== undefined) {
      const key = `${session}/${type}/${message[1]}`
      // A call that goes on with more arguments is the same call.
      const known = type === m.CALL ? this.#requests.get(key) : undefined
      return known ?? this.#begin(key, String(message[at]), time)
    }
    if (type === m.INVOCATION) return this.#invocation({ session, message, time, caused })
    if (type === m.EVENT) return this.#event({ message, time, caused })
    if (type === m.UNSUBSCRIBE || type === m.UNREGISTER) {
      const what = type === m.UNSUBSCRIBE ? 'subscription' : 'registration'
      return this.#begin(`${session}/${type}/${message[1]}`, this.#uris.get(`${what}/${message[2]}`), time)
    }
    const [request, id] = type === m.ERROR ? [Number(message[1]), message[2]] : [REQUEST[type], message[1]]
    const exchange = request === undefined ? undefined : this.#requests.get(`${session}/${request}/${id}`)
    if (exchange?.uri !== undefined) this.#note(type, message, exchange)
    return exchange
  }

  #begin(key: string, uri: string | undefined, time: number): Exchange {
    const exchange = { number: ++this.#exchanges, uri, time }
    this.#requests.set(key, exchange)
    return exchange
  }

  #invocation(of: Pick<TraceRecord, 'session' | 'message' | 'time'> & { caused: Exchange | undefined }): Exchange {
    const { session, message, time, caused } = of
    const key = `${session}/${m.INVOCATION}/${message[1]}`
    const known = this.#requests.get(key)
    if (known) return known
    const { procedure } = Object(message[3]) as { procedure?: string }
    const uri = procedure ?? caused?.uri ?? this.#uris.get(`registration/${message[2]}`)
    // Its own time: how long the callee takes.
    const exchange = { number: caused?.number ?? ++this.#exchanges, uri, time }
    this.#requests.set(key, exchange)
    return exchange
  }

  #event(of: Pick<TraceRecord, 'message' | 'time'> & { caused: Exchange | undefined }): Exchange {
    const { message, time, caused } = of
    const { topic } = Object(message[3]) as { topic?: string }
    const key = `publication/${message[2]}`
    const known = caused ?? this.#requests.get(key)
    const uri = topic ?? known?.uri ?? this.#uris.get(`subscription/${message[1]}`)
    const exchange = { number: known?.number ?? ++this.#exchanges, uri, time }
    if (!known) this.#requests.set(key, exchange)
    return exchange
  }

  /** Remembers what the ids in an answer stand for. */
  #note(type: number, message: readonly unknown[], exchange: Exchange): void {
    const { uri = '' } = exchange
    if (type === m.SUBSCRIBED) this.#uris.set(`subscription/${message[2]}`, uri)
    if (type === m.REGISTERED) this.#uris.set(`registration/${message[2]}`, uri)
    if (type === m.PUBLISHED) this.#requests.set(`publication/${message[2]}`, exchange)
  }

  #uriOf(type: number, message: readonly unknown[]): string | undefined {
    const uri = type === m.HELLO ? message[1] : type === m.ABORT || type === m.GOODBYE ? message[2] : undefined
    return typeof uri === 'string' ? uri : undefined
  }
}

/** Which way the answers to a request of this type go. */
function directionOf(request: number): TraceRecord['direction'] {
  return request === m.INVOCATION ? 'to-router' : 'from-router'
}

function kindOf(type: number): MessageKind {
  const [kind] = Object.entries(KINDS).find(([, types]) => types.includes(type)) ?? ['session']
  return kind as MessageKind
}

/** A map that forgets what was set first when it has too many. */
class Bounded<K, V> {
  readonly #map = new Map<K, V>()

  get(key: K): V | undefined {
    return this.#map.get(key)
  }

  set(key: K, value: V): void {
    this.#map.delete(key)
    this.#map.set(key, value)
    if (this.#map.size <= MOST) return
    for (const [oldest] of this.#map) {
      this.#map.delete(oldest)
      break
    }
  }
}
