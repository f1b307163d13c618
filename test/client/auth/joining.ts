// A session on its way in, at a router that says whatever a test likes.

import { expect, vi } from 'vitest'
import type { AuthOptions } from '../../../src/client/auth/authentication.ts'
import { Session } from '../../../src/client/session.ts'
import type { Raw } from '../../raw-codec.ts'
import type { Peer } from '../../trace.ts'
import { settlement } from '../network.ts'
import { ScriptedRouter, WELCOME_DETAILS } from '../scripted-router.ts'

export const KEY = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
export const challenge = 'ab'.repeat(32)
export const FAILED = 'wamp.error.authentication_failed'
export const NO_METHOD = 'wamp.error.no_matching_auth_method'
export const VIOLATION = 'wamp.error.protocol_violation'
export const WELCOME: Raw = [2, 7, WELCOME_DETAILS]

export interface Joining {
  readonly opening: Promise<unknown>
  readonly peer: Peer
  readonly hello: Record<string, unknown>
  readonly session: Session
}

/** A session that has said HELLO. */
export async function joins(options: AuthOptions, router = new ScriptedRouter()): Promise<Joining> {
  const session = new Session(router.dial, { reconnect: 'never', ...options })
  const opening = settlement(session.open())
  const peer = await router.next()
  const [[, , hello] = []] = await peer.got()
  return { opening, peer, session, hello: hello as Record<string, unknown> }
}
/** Says a challenge, and takes what it is answered with. */
export async function answers({ peer }: Joining, method: string, extra: object): Promise<unknown[]> {
  peer.sends([4, method, extra])
  return vi.waitFor(async () => {
    const [answer] = await peer.got()
    if (answer === undefined) throw new Error('no answer yet')
    return answer
  })
}
export const aborted = (reason: string) => [3, { message: expect.stringMatching(/\S/) }, reason]
