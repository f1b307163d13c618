// A router that says what its test tells it to, however wrong: what a client's links lead to.

import type { Endpoint } from '../../src/client/callee.ts'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import type { Link } from '../../src/protocol/link.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import type { Raw } from '../raw-codec.ts'
import { Peer, settled } from '../trace.ts'

export const WELCOME_DETAILS = { roles: { broker: { features: {} }, dealer: { features: {} } } }
/** A router with what clients ask about before they use it. */
export const ADVANCED_DETAILS = {
  roles: {
    broker: { features: { payload_passthru_mode: true } },
    dealer: {
      features: {
        call_canceling: true,
        call_timeout: true,
        payload_passthru_mode: true,
        progressive_call_invocations: true,
        progressive_call_results: true,
      },
    },
  },
}

export class ScriptedRouter {
  readonly #serializer: Serializer
  readonly #dialed: Peer[] = []
  /** Set to let the next dials fail. */
  unreachable: Error | undefined
  /** How many times a client dialed. */
  dials = 0

  constructor(serializer: Serializer = json) {
    this.#serializer = serializer
  }

  /** What a session is given to open links with. */
  readonly dial = async (): Promise<Link> => {
    this.dials++
    if (this.unreachable) throw this.unreachable
    const [client, router] = memoryPair(this.#serializer)
    this.#dialed.push(new Peer(router))
    return client
  }

  /** The router's end of the next link that was dialed, with nothing said yet. */
  async next(): Promise<Peer> {
    await settled()
    const peer = this.#dialed.shift()
    if (peer === undefined) throw new Error('nobody dialed')
    return peer
  }

  /** The router's end of the next link, its session welcomed. */
  async welcomes(id = 7, details: object = WELCOME_DETAILS): Promise<Peer> {
    const peer = await this.next()
    const [hello] = await peer.got()
    if (hello?.[0] !== 1) throw new Error(`not HELLO: ${JSON.stringify(hello)}`)
    peer.sends([2, id, details])
    await settled()
    return peer
  }
}

/** An open session that does not come back, and the router's end of its link. */
export async function opened(options: SessionOptions = {}, serializer?: Serializer, details?: object) {
  const router = new ScriptedRouter(serializer)
  const session = new Session(router.dial, { reconnect: 'never', ...options })
  const opening = session.open()
  const peer = await router.welcomes(7, details)
  await opening
  return { router, session, peer }
}

/** The same at a router that has everything. */
export const openedAdvanced = (options: SessionOptions = {}, serializer?: Serializer) =>
  opened(options, serializer, ADVANCED_DETAILS)

/** An open session that has registered `com.app.p` as 21 and is ready for invocations. */
export async function registered(endpoint: Endpoint, options: SessionOptions = {}, serializer?: Serializer) {
  const { router, session, peer } = await openedAdvanced(options, serializer)
  const registering = session.register('com.app.p', endpoint)
  await peer.got()
  peer.sends([65, 1, 21])
  return { router, session, peer, registration: await registering }
}

/** One well-formed message of each kind that a client receives, WELCOME, CHALLENGE and ABORT apart. */
export const TO_CLIENT: Record<string, Raw> = {
  ERROR: [8, 48, 1, {}, 'com.app.error'],
  GOODBYE: [6, {}, 'wamp.close.system_shutdown'],
  PUBLISHED: [17, 1, 1],
  SUBSCRIBED: [33, 1, 1],
  UNSUBSCRIBED: [35, 1],
  EVENT: [36, 1, 1, {}],
  RESULT: [50, 1, {}],
  REGISTERED: [65, 1, 1],
  UNREGISTERED: [67, 1],
  INVOCATION: [68, 1, 1, {}],
  INTERRUPT: [69, 1, {}],
}
/** And of each that only a router receives. */
export const TO_ROUTER: Record<string, Raw> = {
  HELLO: [1, 'realm1', { roles: { caller: {} } }],
  AUTHENTICATE: [5, 'x', {}],
  PUBLISH: [16, 1, {}, 'com.app.t'],
  SUBSCRIBE: [32, 1, {}, 'com.app.t'],
  UNSUBSCRIBE: [34, 1, 1],
  CALL: [48, 1, {}, 'com.app.p'],
  CANCEL: [49, 1, {}],
  REGISTER: [64, 1, {}, 'com.app.p'],
  UNREGISTER: [66, 1, 1],
  YIELD: [70, 1, {}],
  EVENT_RECEIVED: [337, 1],
}
