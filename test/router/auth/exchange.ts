// One authentication as a trace: what a client says, and what it is answered.

import { expect } from 'vitest'
import type { Authenticator } from '../../../src/router/auth/authenticator.ts'
import { type Raw, SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, ROLES, trace } from '../../trace.ts'

/** A peer that has said HELLO to a realm with these authenticators, and the answer. */
export async function hello(
  authenticators: readonly Authenticator[],
  details: Record<string, unknown>,
  serializer = SERIALIZERS[0],
): Promise<{ peer: Peer; answer: unknown[]; errors: unknown[] }> {
  const errors: unknown[] = []
  const peer = trace({ settings: { authenticators }, onerror: error => errors.push(error) }).attaches(serializer)
  const [answer = []] = await says(peer, [1, 'realm1', { roles: ROLES, ...details }])
  return { peer, answer, errors }
}

/** What one message is answered with. */
export function says(peer: Peer, message: Raw): Promise<unknown[][]> {
  peer.sends(message)
  return peer.got()
}

/** CHALLENGE.Extra. */
export function extraOf(answer: unknown[]): Record<string, unknown> {
  if (answer[0] !== 4) throw new Error(`not a challenge: ${JSON.stringify(answer)}`)
  return answer[2] as Record<string, unknown>
}

/** An ABORT with some sentence. */
export const aborted = (reason: string) => [3, { message: expect.stringMatching(/\S/) }, reason]
