// Sessions with keys, and what a router sees of them.

import { expect, vi } from 'vitest'
import { type PayloadKey, payloadEncryption } from '../../src/client/payload-encryption.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { type Peer, settled } from '../trace.ts'
import { openedAdvanced } from './scripted-router.ts'

export const KEY = new Uint8Array(32).fill(7)
export const PPT = { ppt_scheme: 'x_wamp_mesh', ppt_serializer: 'json', ppt_cipher: 'aes256gcm' }
/** No key fits. */
export const NO_KEY = 'wamp.error.no_payload_codec'
/** Altered, for another purpose, with another key, or not sealed at all. */
export const NOT_SEALED = 'wamp.error.encryption.decrypt_error'

export const withKeys = (...keys: PayloadKey[]) => ({ encryption: payloadEncryption({ keys }) })
export const everything = (key: Uint8Array = KEY) => withKeys({ uri: 'com.app.', match: 'prefix', key })

/** What comes next, however long the cryptography takes. */
export async function next(peer: Peer, count = 1): Promise<unknown[][]> {
  const got: unknown[][] = []
  await vi.waitFor(async () => {
    got.push(...(await peer.got()))
    expect(got.length).toBeGreaterThanOrEqual(count)
  })
  return got
}
/** Lets all cryptography under way come to its end. */
export async function calm(): Promise<void> {
  for (let count = 0; count < 20; count++) {
    await crypto.subtle.digest('SHA-256', KEY)
    await settled()
  }
}

/** A subscriber to `com.app.t`, and a publisher with its own keys; `sealed` is what the publisher's router sees. */
export async function pubSub(options = everything(), onerror = vi.fn(), topic = 'com.app.t', match?: 'prefix') {
  const publisher = await openedAdvanced(options, msgpack)
  const subscriber = await openedAdvanced({ ...options, onerror }, msgpack)
  const handler = vi.fn()
  const subscribing = subscriber.session.subscribe(topic, handler, { ...(match && { match }) })
  subscriber.peer.sends([33, 1, 11])
  await subscribing
  const sealed = async (uri = 'com.app.t', args: unknown[] = ['secret'], kwargs: Record<string, unknown> = {}) => {
    void publisher.session.publish(uri, args, kwargs)
    const [message] = await next(publisher.peer)
    const [, , details, , [binary] = []] = message as [number, number, object, string, Uint8Array[]?]
    return { details, binary: binary as Uint8Array }
  }
  return { publisher, subscriber, handler, onerror, sealed, got: () => handler.mock.calls.map(([args]) => args) }
}

export type Call = [type: number, id: number, options: Record<string, unknown>, procedure: string, args: unknown[]]
export type Answer = [type: number, id: number, options: Record<string, unknown>, args: unknown[]]
