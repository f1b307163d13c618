// Abilities: what scenarios ask of a client, and which client lacks what, with the reason. Nothing is left out unsaid.

import { type ClientName, type Library, libraryOf } from './driver.ts'

/** What not every client can. */
export type Ability =
  | 'binary'
  | 'nesting of 400'
  | 'nesting of 900'
  | 'cancel skip'
  | 'cancel kill'
  | 'cancel killnowait'
  | 'cancel without a mode'
  | 'hears INTERRUPT'
  | 'exclude_me: false'
  | 'disclose_me'
  | 'retain'
  | 'payload passthru'
  | 'payload transparency'
  | 'runtime_error'
  | 'returns nothing'
  | 'tells the publication'
  | 'prefix with a final dot'
  | 'unregister wildcards'
  | 'unsubscribe patterns'
  | 'hears why it was closed'
  | 'ticket'
  | 'wampcra'
  | 'cryptosign'
  | 'wamp-scram'

const CLOSES_ITSELF = 'takes the answer to its CANCEL for a violation, and closes its session'
const MODELESS = 'sends CANCEL without a mode'
const NO_PPT = 'has no payload passthru mode'
const NO_TRANSPARENCY = 'has no payload transparency'
const JSON_BINARY = 'does not know the form of bytes in JSON'

const LACKS: Partial<Record<Library | ClientName, Partial<Record<Ability, string>>>> = {
  'wamp-mesh': {
    'cancel without a mode': 'always names the mode',
    'payload transparency': NO_TRANSPARENCY,
  },
  'autobahn-js': {
    'cancel skip': CLOSES_ITSELF,
    'cancel killnowait': CLOSES_ITSELF,
    'cancel without a mode': CLOSES_ITSELF,
    'hears INTERRUPT': 'announces no call_canceling as a callee, and closes its session on INTERRUPT',
    'payload passthru': NO_PPT,
    'payload transparency': NO_TRANSPARENCY,
    'wamp-scram': 'has no WAMP-SCRAM',
  },
  'autobahn-js json': { binary: JSON_BINARY },
  'autobahn-js msgpack': {
    'nesting of 400': 'reads fewer than 100 levels',
    'nesting of 900': 'reads fewer than 100 levels',
    'returns nothing': 'cannot encode the undefined of an endpoint that returns nothing, and never answers',
  },
  wampy: {
    'hears INTERRUPT': 'announces no call_canceling as a callee',
    'exclude_me: false': 'sends exclude_me only where it is true',
    retain: 'does not send retain',
    'payload transparency': NO_TRANSPARENCY,
    runtime_error: 'sends wamp.error.invocation_exception without arguments',
    'prefix with a final dot': 'takes a prefix with a final dot for no URI',
    'unregister wildcards': 'takes a wildcard for no URI when it is to be unregistered',
    'unsubscribe patterns': 'does not tell when a subscription by pattern has ended',
    'tells the publication': 'does not tell a subscriber the publication',
    'hears why it was closed': 'does not tell the application the reason of GOODBYE',
    'wamp-scram': 'has no WAMP-SCRAM',
  },
  'wampy json': { binary: JSON_BINARY, 'payload passthru': JSON_BINARY },
  'autobahn-python': {
    'cancel skip': MODELESS,
    'cancel kill': MODELESS,
    'cancel killnowait': MODELESS,
    disclose_me: 'has no disclose_me',
    'payload passthru': NO_PPT,
    'wamp-scram': 'speaks a dialect of its own, named scram',
  },
  'autobahn-python json': { 'nesting of 900': 'reads fewer than 500 levels' },
  'autobahn-python msgpack': { 'nesting of 900': 'writes 511 levels' },
}

/** Why `client` cannot, as `wampy sends no …`; undefined where it can. */
export function lack(client: ClientName, ability: Ability): string | undefined {
  for (const who of [libraryOf(client), client]) {
    const why = LACKS[who]?.[ability]
    if (why !== undefined) return `${who} ${why}`
  }
  return undefined
}

export function can(client: ClientName, ability: Ability): boolean {
  return lack(client, ability) === undefined
}
