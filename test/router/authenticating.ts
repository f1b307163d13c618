// A realm whose authenticator is whatever a test likes, and peers that come to it.

import { expect } from 'vitest'
import { WampError } from '../../src/protocol/errors.ts'
import type { Authenticator, Step } from '../../src/router/auth/authenticator.ts'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import { type Raw, SERIALIZERS } from '../raw-codec.ts'
import { type Peer, ROLES, type Trace, trace } from '../trace.ts'

export const HELLO: Raw = [1, 'realm1', { roles: ROLES, authmethods: ['test'], authid: 'ann' }]
export const AUTHENTICATE: Raw = [5, 'yes', {}]
export const CHALLENGE = [4, 'test', { question: 1 }]
export const WELCOME = [2, expect.any(Number), expect.objectContaining({ authid: 'ann', authmethod: 'test' })]
export const aborted = (reason: string) => [3, { message: expect.stringMatching(/\S/) }, reason]
export const VIOLATION = aborted('wamp.error.protocol_violation')
export const FAILED = aborted('wamp.error.authentication_failed')

export const ANN: Step = { principal: { authid: 'ann', authrole: 'user', authprovider: 'test' } }
/** A challenge that is answered by `yes` only. */
export const ASK: Step = {
  challenge: { question: 1 },
  answer: signature => {
    if (signature !== 'yes') throw new WampError('wamp.error.authentication_denied', ['no'])
    return ANN
  },
}
export const asking = (begin: Authenticator['begin']): Authenticator => ({ authmethod: 'test', begin })

/** A router whose realm asks `begin`, and what its `onerror` was told. */
export function realmThat(begin: Authenticator['begin'], limits = OPEN_LIMITS): Trace & { errors: unknown[] } {
  const errors: unknown[] = []
  const traced = trace({ settings: { authenticators: [asking(begin)] }, onerror: error => errors.push(error) })
  return { ...traced, errors, attaches: serializer => traced.attaches(serializer, { limits }) }
}

/** An answer that comes when a test says so. */
export function later<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  return { promise, resolve, reject }
}

export async function challenged({ attaches }: Trace, serializer = SERIALIZERS[0]): Promise<Peer> {
  const peer = attaches(serializer)
  peer.sends(HELLO)
  expect(await peer.got()).toEqual([CHALLENGE])
  return peer
}
