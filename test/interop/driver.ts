// Driver: one session of some WAMP client library, behind the one face that every scenario uses.

import type { Inbox } from './inbox.ts'

export const LIBRARIES = ['wamp-mesh', 'autobahn-js', 'wampy', 'autobahn-python'] as const
export type Library = (typeof LIBRARIES)[number]
export const SERIALIZERS = ['json', 'msgpack', 'cbor'] as const
export type SerializerName = (typeof SERIALIZERS)[number]

/** A library in one of its serializers. */
export type ClientName = `${Library} ${SerializerName}`
export const CLIENTS = LIBRARIES.flatMap(library => SERIALIZERS.map(name => `${library} ${name}` as const))
export const libraryOf = (client: ClientName) => client.split(' ')[0] as Library
export const serializerOf = (client: ClientName) => client.split(' ')[1] as SerializerName

export type Dict = Record<string, unknown>
/** Arguments as a library's user sees them; a lone null is what some make of none. */
export interface Payload {
  readonly args: readonly unknown[]
  readonly kwargs: Dict
}

/** What a registered procedure does, the same in every library. */
export type Behaviour =
  /** Returns what it was called with; packed in the same way, where that was packed. */
  | 'echo'
  /** Returns nothing. */
  | 'nothing'
  /** Ends with the application's error {@link REFUSED}, with the arguments it was called with. */
  | 'refuse'
  /** Throws an exception of the language, which says `broken`. */
  | 'break'
  /** Reports 1, 2, … up to its argument as progress, and returns that. */
  | 'count'
  /** Returns its session's name. */
  | 'name'
  /** Returns `procedure` and `caller` of the invocation's details, as keywords. */
  | 'who'
  /** Returns `released` once it is released; interrupted, it ends with `wamp.error.canceled`. */
  | 'hold'

export const REFUSED = 'com.example.error.refused'

export interface CallOptions {
  /** Milliseconds, told to the dealer. */
  readonly timeout?: number
  readonly disclose_me?: boolean
  readonly onprogress?: (part: Payload) => void
  /** What to cancel it with; without a mode the library says what it says then. */
  readonly cancelMode?: CancelMode
  /** Packed in payload passthru mode, with this serializer. */
  readonly ppt_serializer?: SerializerName
}
export type CancelMode = 'skip' | 'kill' | 'killnowait'
export interface Calling {
  /** Rejects with {@link Refused}. */
  readonly result: Promise<Payload>
  cancel(): void
}

export interface RegisterOptions {
  readonly match?: 'exact' | 'prefix' | 'wildcard'
  readonly invoke?: 'single' | 'roundrobin' | 'random' | 'first' | 'last'
}
export interface Registered {
  /** Each invocation, when it begins. */
  readonly invoked: Inbox<Payload>
  /** Each held invocation that is interrupted. */
  readonly interrupted: Inbox<true>
  /** Lets held invocations return. */
  release(): void
  unregister(): Promise<void>
}

export interface SubscribeOptions {
  readonly match?: 'exact' | 'prefix' | 'wildcard'
  readonly get_retained?: boolean
}
/** An event, with what its details say; null and undefined alike where they say nothing. */
export interface Event extends Payload {
  readonly details: {
    readonly topic?: unknown
    readonly publication?: unknown
    readonly publisher?: unknown
    readonly retained?: unknown
    readonly ppt_scheme?: unknown
  }
}
export interface Subscribed {
  readonly events: Inbox<Event>
  unsubscribe(): Promise<void>
}

export interface PublishOptions {
  readonly acknowledge?: true
  readonly exclude_me?: boolean
  readonly disclose_me?: boolean
  readonly retain?: boolean
  readonly exclude?: number[]
  readonly eligible?: number[]
  readonly exclude_authid?: string[]
  readonly eligible_authid?: string[]
  /** Packed in payload passthru mode, with this serializer. */
  readonly ppt_serializer?: SerializerName
}

export interface Driver {
  readonly client: ClientName
  readonly id: number
  readonly authid: string
  readonly authrole: string
  /** What `name` returns. */
  readonly name: string
  /** Resolves to the reason when the session has ended. */
  readonly left: Promise<string>
  call(procedure: string, payload?: Payload, options?: CallOptions): Calling
  register(procedure: string, behaviour: Behaviour, options?: RegisterOptions): Promise<Registered>
  subscribe(topic: string, options?: SubscribeOptions): Promise<Subscribed>
  /** Resolves to the publication, where it was acknowledged. */
  publish(topic: string, payload?: Payload, options?: PublishOptions): Promise<number | undefined>
  leave(): Promise<void>
}

/** How a client says who it is. */
export interface Credentials {
  readonly method: 'ticket' | 'wampcra' | 'cryptosign' | 'wamp-scram'
  readonly authid: string
  /** The ticket, password or, of `cryptosign`, the private key's 32 bytes in hex. */
  readonly secret: string
}
export interface Joining {
  readonly url: string
  readonly realm: string
  readonly client: ClientName
  /** A name of its own among all sessions. */
  readonly name: string
  readonly credentials?: Credentials
}
/** Joins a realm. Rejects with {@link Refused}. */
export type Join = (joining: Joining) => Promise<Driver>

/** An ERROR or ABORT, as a library's user gets it. */
export class Refused extends Error {
  readonly error: string
  readonly args: readonly unknown[]
  readonly kwargs: Dict

  constructor(error: string, args: readonly unknown[] = [], kwargs: Dict = {}) {
    super(`${error} ${JSON.stringify(args)?.slice(0, 200)}`)
    this.error = error
    this.args = args
    this.kwargs = kwargs
  }
}
