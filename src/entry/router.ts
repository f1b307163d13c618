// wamp-mesh/router: the router alone, for Node, workers and tests.

import type { Api } from '../client/api-types.ts'
import { Session } from '../client/session.ts'
import type { SessionOptions } from '../client/session-options.ts'
import { logFailure, secureRandom, systemClock } from '../host/platform.ts'
import type { Link } from '../protocol/link.ts'
import { json } from '../protocol/serializer/json.ts'
import { type RealmView, viewOf } from '../router/realm-view.ts'
import { type AttachOptions, Router, type RouterCounters, type RouterOptions } from '../router/router.ts'
import { memoryPair } from '../transport/memory.ts'

export type { Api } from '../client/api-types.ts'
export type { SessionOptions } from '../client/session-options.ts'
export { publicKeyOf } from '../protocol/auth/cryptosign.ts'
export { type KdfParameters, type ScramCredentials, scramCredentials } from '../protocol/auth/scram.ts'
export { deriveKey } from '../protocol/auth/wampcra.ts'
export type { Link, LinkReceiver } from '../protocol/link.ts'
export { cbor } from '../protocol/serializer/cbor.ts'
export { json } from '../protocol/serializer/json.ts'
export { msgpack } from '../protocol/serializer/msgpack.ts'
export type { Serializer } from '../protocol/serializer/serializer.ts'
export { anonymousAuthenticator } from '../router/auth/anonymous.ts'
export type { AuthChallenge, Authenticator, AuthRequest, Granted, Step } from '../router/auth/authenticator.ts'
export {
  type CryptosignOptions,
  type CryptosignUser,
  type CryptosignUsers,
  cryptosignAuthenticator,
} from '../router/auth/cryptosign.ts'
export { type TicketUser, ticketAuthenticator } from '../router/auth/ticket.ts'
export type { User, Users } from '../router/auth/users.ts'
export {
  type ScramOptions,
  type ScramUser,
  type UnknownUser,
  wampScramAuthenticator,
} from '../router/auth/wamp-scram.ts'
export { type WampCraUser, wampcraAuthenticator } from '../router/auth/wampcra.ts'
export type { EventStore } from '../router/broker/event-history.ts'
export type { KeptEvent } from '../router/broker/kept-event.ts'
export { type Limits, OPEN_LIMITS, ROOM_LIMITS } from '../router/limits.ts'
export type { Action, Authorizer, Permission, Verdict } from '../router/permission.ts'
export type { RealmSettings } from '../router/realm-settings.ts'
export { memoryPair } from '../transport/memory.ts'
export { acceptMessagePort } from '../transport/open-message-port.ts'
export type { AttachOptions, RealmView, RouterCounters, RouterOptions }

/** A router and the sessions in its own process. */
export interface LocalRouter {
  readonly counters: Readonly<RouterCounters>
  /** Serves the peer at the other end of an open link, until the link ends. */
  attach(link: Link, options?: AttachOptions): void
  /**
   * A session of this process in `realm` (`realm1` by default), open when the promise resolves. It need not authenticate,
   * and has the authrole `local`: where there are permissions, one must be for it.
   */
  connect<A extends Api = Api>(realm?: string, options?: SessionOptions): Promise<Session<A>>
  /** An open realm, for whoever runs the router. */
  realm(name: string): RealmView | undefined
  /** Says GOODBYE to everybody; links close as they answer, or two seconds later. */
  close(): void
}

/** The program that made the router need not say who it is; rules know it by its role. */
const LOCAL = { authrole: 'local', authmethod: 'internal', authprovider: 'router' }

/** A router of its own; every option has a default, `onerror` writes to the console. */
export function createRouter(options: Partial<RouterOptions> = {}): LocalRouter {
  const router = new Router({ clock: systemClock, random: secureRandom, onerror: logFailure, ...options })
  return {
    counters: router.counters,
    attach: (link, attachOptions) => router.attach(link, attachOptions),
    connect: async <A extends Api>(realm = 'realm1', sessionOptions: SessionOptions = {}) => {
      const dial = async () => {
        const [client, server] = memoryPair(json)
        router.attach(server, { origin: LOCAL })
        return client
      }
      const session = new Session<A>(dial, { ...sessionOptions, realm, reconnect: 'never' })
      await session.open()
      return session
    },
    realm: name => {
      const realm = router.realm(name)
      return realm && viewOf(realm)
    },
    close: () => router.close(),
  }
}
