// Commands: what peers do in a run, right and wrong, as data that fast-check makes up and makes shorter.

import fc from 'fast-check'

/** Which of several things is meant; taken modulo how many there are. */
export type Nth = number

export type Act =
  | { readonly do: 'join'; readonly announces: keyof typeof ANNOUNCEMENTS; readonly realm: string }
  | { readonly do: 'subscribe'; readonly uri: string; readonly options: object }
  | { readonly do: 'register'; readonly uri: string; readonly options: object }
  | { readonly do: 'publish'; readonly uri: string; readonly options: object; readonly except: Nth; readonly only: Nth }
  | { readonly do: 'call'; readonly uri: string; readonly options: object }
  | { readonly do: 'continue'; readonly nth: Nth; readonly last: boolean }
  | { readonly do: 'unsubscribe' | 'unregister'; readonly nth: Nth; readonly lie: boolean }
  | { readonly do: 'cancel'; readonly nth: Nth; readonly mode: string | undefined }
  | { readonly do: 'answer'; readonly nth: Nth; readonly progress: boolean; readonly error: string | undefined }
  | { readonly do: 'meta'; readonly procedure: string; readonly args: readonly unknown[]; readonly nth: Nth }
  | { readonly do: 'leave' | 'vanish' | 'settle' }
  | { readonly do: 'abort' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'lie'; readonly message: readonly unknown[] }

export interface Command {
  readonly peer: Nth
  readonly act: Act
}

/** What a peer may announce: nothing, everything, and what Autobahn|JS does [T-14]. */
export const ANNOUNCEMENTS = {
  nothing: [],
  everything: [
    ...['call_canceling', 'progressive_call_results', 'progressive_call_invocations', 'call_timeout', 'call_reroute'],
    ...['registration_revocation', 'subscription_revocation', 'caller_identification', 'publisher_identification'],
    ...['shared_registration', 'pattern_based_registration', 'pattern_based_subscription', 'payload_passthru_mode'],
  ],
  progress: ['progressive_call_results', 'caller_identification', 'registration_revocation'],
} as const

const TARGETS = ['com.a', 'com.a.b', 'com.b.b']
const PATTERNS = ['com.a', 'com.', 'com.a.', 'com..b', '.a', 'com', '', '..']
const WRONG = ['com..a', 'wamp.own', '', 'a b', 'com.a#']

const maybe = <T>(value: fc.Arbitrary<T>, times = 3) => fc.option(value, { nil: undefined, freq: times })
/** A dict with some of these keys. */
const some = (model: Record<string, fc.Arbitrary<unknown>>) => fc.record(model, { requiredKeys: [] })
const nth = fc.nat(20)
const target = fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...TARGETS) }, fc.constantFrom(...WRONG))
const match = fc.constantFrom('exact', 'prefix', 'wildcard')
/** A URI with the options to use it as a pattern; exact more often than not. */
const pattern = (options: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    fc.record({ uri: target, options: some(options) }),
    fc.record({
      uri: fc.constantFrom(...PATTERNS, ...TARGETS),
      options: fc.record({ match, ...options }, { requiredKeys: ['match'] }),
    }),
  )

const subscribe = pattern({ get_retained: fc.boolean() })
const register = pattern({
  invoke: fc.constantFrom('single', 'first', 'last', 'roundrobin', 'random'),
  disclose_caller: fc.boolean(),
  forward_timeout: fc.boolean(),
  force_reregister: fc.boolean(),
})
const publish = some({
  acknowledge: fc.boolean(),
  exclude_me: fc.boolean(),
  disclose_me: fc.boolean(),
  retain: fc.boolean(),
})
const call = some({
  receive_progress: fc.boolean(),
  progress: fc.boolean(),
  disclose_me: fc.boolean(),
  timeout: fc.constantFrom(0, 1, 50),
})
const mode = maybe(fc.constantFrom('skip', 'kill', 'killnowait'))
const error = maybe(fc.constantFrom('com.error', 'wamp.error.unavailable', 'wamp.error.canceled'), 1)

const META = [
  ...[
    'wamp.session.count',
    'wamp.session.list',
    'wamp.session.get',
    'wamp.session.kill',
    'wamp.session.kill_by_authid',
  ],
  ...['wamp.session.add_testament', 'wamp.session.flush_testaments', 'wamp.session.none'],
  ...['wamp.registration.list', 'wamp.registration.match', 'wamp.registration.get', 'wamp.registration.list_callees'],
  ...[
    'wamp.subscription.list',
    'wamp.subscription.match',
    'wamp.subscription.get_events',
    'wamp.subscription.count_subscribers',
  ],
]
const META_ARGUMENTS = [[], ['com.a'], [1], [2], ['com.a', ['testament'], {}], [null], [{}]]

/** What no client may say to a router in an open session, or not so. */
const LIES = [
  ...[
    [36, 1, 1, {}],
    [1, 'realm1', { roles: { caller: {} } }],
    [5, 'x', {}],
    [70, 99_999, {}],
    [8, 68, 99_999, {}, 'com.error'],
  ],
  ...[
    [8, 48, 1, {}, 'com.error'],
    [48, 77_777, {}, 'com.a'],
    [16, 1],
    [],
    [999],
    [32, 1, { match: 'sideways' }, 'com.a'],
    'x',
  ],
] as unknown[][]

const weighted: [number, fc.Arbitrary<Act>][] = [
  [8, fc.record({ do: fc.constant('join' as const), announces: announces(), realm: realm() })],
  [12, subscribe.map(one => ({ do: 'subscribe' as const, ...one }))],
  [12, register.map(one => ({ do: 'register' as const, ...one }))],
  [12, fc.record({ do: fc.constant('publish' as const), uri: target, options: publish, except: nth, only: nth })],
  [14, fc.record({ do: fc.constant('call' as const), uri: target, options: call })],
  [3, fc.record({ do: fc.constant('continue' as const), nth, last: fc.boolean() })],
  [5, fc.record({ do: fc.constantFrom('unsubscribe' as const, 'unregister' as const), nth, lie: rarely() })],
  [5, fc.record({ do: fc.constant('cancel' as const), nth, mode })],
  [12, fc.record({ do: fc.constant('answer' as const), nth, progress: fc.boolean(), error })],
  [
    4,
    fc.record({
      do: fc.constant('meta' as const),
      procedure: fc.constantFrom(...META),
      args: fc.constantFrom(...META_ARGUMENTS),
      nth,
    }),
  ],
  [2, fc.constantFrom<Act>({ do: 'leave' }, { do: 'vanish' }, { do: 'abort' })],
  [20, fc.constant<Act>({ do: 'settle' })],
  [3, fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 60, 2_000, 11_000) })],
  [1, fc.constantFrom(...LIES).map(message => ({ do: 'lie' as const, message }))],
]

function announces() {
  return fc.constantFrom('nothing' as const, 'everything' as const, 'everything' as const, 'progress' as const)
}
function realm() {
  return fc.oneof({ weight: 9, arbitrary: fc.constant('realm1') }, fc.constant('realm2'))
}
function rarely() {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true))
}

const act = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))
export const commands = fc.array(fc.record({ peer: nth, act }), { minLength: 5, maxLength: 100, size: 'max' })

/** A peer as it comes: what it speaks, what it announces, whether it is held to small limits, and to its manners. */
export const peers = fc.array(
  fc.record({
    serializer: fc.constantFrom('json' as const, 'msgpack' as const, 'cbor' as const),
    announces: announces(),
    realm: realm(),
    limited: rarely(),
    polite: fc.boolean(),
  }),
  { minLength: 2, maxLength: 4 },
)
export type PeerSetup = typeof peers extends fc.Arbitrary<(infer One)[]> ? One : never
