// Scenario: who joins, who sends which WAMP messages, who must receive what. README.md explains the words.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type Dict = { readonly [key: string]: Json }
/** A WAMP message; its type stands there by name, or by number where there is no name. */
export type Message = readonly Json[]

/** Who a scenario is about. */
export interface PeerSetup {
  /** Announced under each role that the specification has them for; none by default. */
  readonly features?: readonly string[]
  /** More of HELLO.Details. */
  readonly details?: Dict
  /** `later`: connected from the beginning, and joins when a step says so, or never. */
  readonly joins?: 'later'
  /** By default the one that the run is for. */
  readonly serializer?: SerializerId
}

export type SerializerId = 'json' | 'msgpack' | 'cbor'
/** A frame as it is, well-formed or not: `text:…` or `hex:…`, for each serializer that has such a frame. */
export type Frames = { readonly [Id in SerializerId]?: string }

/** One line of a scenario: who, does what. */
export type Step =
  | readonly [peer: string, does: 'joins']
  | readonly [peer: string, does: 'sends', ...messages: Message[]]
  | readonly [peer: string, does: 'sends frame', frames: Frames]
  | readonly [peer: string, does: 'gets', ...messages: Json[]]
  | readonly [peer: string, does: 'gets in any order', ...messages: Json[]]
  | readonly [peer: string, does: 'gets nothing']
  | readonly [peer: string, does: 'is aborted', reason: Json]
  | readonly [peer: string, does: 'loses its link']
  | readonly [peer: string, does: 'drops its link']
  | readonly [who: 'time', does: 'passes', ms: number]

/** What the tested realm must have been given, besides being open to everybody: see README.md. */
export type Fixture = 'users' | 'trustlevels'

/**
 * `must`: the specification says MUST, or its text allows no other reading. `should`: it says SHOULD or MAY.
 * `choice`: it is silent or contradicts itself, and this is what most peers get along with.
 */
export type Level = 'must' | 'should' | 'choice'

export interface Scenario {
  /** The rules that it proves. */
  readonly rules: readonly string[]
  /** A sentence. */
  readonly name: string
  /** By default `must`. */
  readonly level?: Level
  /** Further features that the router must have announced. */
  readonly needs?: readonly string[]
  readonly fixture?: Fixture
  /** They join in this order before the first step. */
  readonly peers: { readonly [name: string]: PeerSetup }
  /** After the last one nobody may receive anything more. */
  readonly steps: readonly Step[]
}

export interface FeatureScenarios {
  /** In the specification's spelling; what it calls no feature has the name of its section. */
  readonly feature: string
  /** Whether scenarios are for routers that announce the feature only. */
  readonly announced: boolean
  readonly scenarios: readonly Scenario[]
}
