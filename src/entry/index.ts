// wamp-mesh: connect to a room or a router, or host a room.

import type { Api } from '../client/api-types.ts'
import { Session } from '../client/session.ts'
import type { SessionOptions } from '../client/session-options.ts'
import { type Dialed, type DialOptions, dial, isRedialable, realmOf, type Target } from '../host/dial.ts'

export type { Api } from '../client/api-types.ts'
export type { Answer, AuthAttempt, AuthMethod } from '../client/auth/auth-method.ts'
export type { AuthOptions } from '../client/auth/authentication.ts'
export { type CryptosignKeys, cryptosign } from '../client/auth/cryptosign.ts'
export { ticket } from '../client/auth/ticket.ts'
export { wampScram } from '../client/auth/wamp-scram.ts'
export { wampcra } from '../client/auth/wampcra.ts'
export type { CallOptions, CancelMode } from '../client/call-options.ts'
export type { Endpoint, InvocationDetails, RegisterOptions, Registration } from '../client/callee.ts'
export { type EncryptionOptions, type PayloadKey, payloadEncryption } from '../client/payload-encryption.ts'
export type { PassthruOptions } from '../client/payload-passthru.ts'
export type { ProgressiveCall, ProgressiveCallOptions } from '../client/progressive-call.ts'
export type { Publication, PublishOptions } from '../client/publisher.ts'
export { Result } from '../client/result.ts'
export { Session } from '../client/session.ts'
export type { SessionOptions, SessionState } from '../client/session-options.ts'
export type { EventDetails, EventHandler, SubscribeOptions, Subscription } from '../client/subscriber.ts'
export type { Target, Transport } from '../host/dial.ts'
export type { HostOptions, RouterPlace } from '../host/host-options.ts'
export { hostRoom as host } from '../host/hosting.ts'
export type { Room, RoomState } from '../host/room.ts'
export { WampError } from '../protocol/errors.ts'
export type { Liveness, Transfer, Transfers } from '../protocol/link.ts'
export type { Dict, Id, Uri } from '../protocol/messages.ts'
export type { Authenticator } from '../router/auth/authenticator.ts'
export type { Action, Authorizer, Permission, Verdict } from '../router/permission.ts'

export type ConnectOptions = SessionOptions &
  Omit<DialOptions, 'signal' | 'previous'> & {
    /** Gives up connecting when aborted; a session that is open already is not touched by it. */
    readonly signal?: AbortSignal
  }

/**
 * Opens a session at `target`: an invite, a `ws://` or `wss://` WAMP URL, a `MessagePort` to a router, or a room of this
 * page. The realm is the invite's, or `options.realm`, or `realm1`.
 * Rejects with a `WampError` that says why; afterwards the session comes back by itself when its link is lost.
 */
export async function connect<A extends Api = Api>(target: Target, options: ConnectOptions = {}): Promise<Session<A>> {
  const { signal, onwaiting, onmoved, WebSocket, ...sessionOptions } = options
  let previous: Dialed | undefined
  const dialTarget = async (dialing: AbortSignal) => {
    const common = { ...(onwaiting && { onwaiting }), ...(onmoved && { onmoved }), WebSocket }
    previous = await dial(target, { signal: dialing, previous, ...common })
    return previous.link
  }
  const session = new Session<A>(dialTarget, {
    ...sessionOptions,
    realm: sessionOptions.realm ?? realmOf(target),
    ...(!isRedialable(target) && { reconnect: 'never' }),
  })
  const giveUp = () => void session.close()
  signal?.throwIfAborted()
  signal?.addEventListener('abort', giveUp)
  try {
    await session.open()
    return session
  } catch (error) {
    throw signal?.aborted ? signal.reason : error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}
