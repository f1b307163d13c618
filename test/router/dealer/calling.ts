// A callee, a caller, and a call between them.

import { expect } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'

export const ID = expect.any(Number)
export const SENTENCE = [expect.stringMatching(/\S/)]

export async function registered(peer: Peer, request: number, procedure = 'com.app.p'): Promise<number> {
  peer.sends([64, request, {}, procedure])
  const [reply] = await peer.got()
  expect(reply).toEqual([65, request, ID])
  return reply?.[2] as number
}

/** A callee with `com.app.p`, a caller, and the call 1 of it, invoked as 1. */
export async function calling(serializer = SERIALIZERS[0]) {
  const context = trace()
  const [callee, caller] = [await context.joins(serializer), await context.joins(serializer)]
  const registration = await registered(callee, 1)
  caller.sends([48, 1, {}, 'com.app.p', ['x'], { key: 1 }])
  expect(await callee.got()).toEqual([[68, 1, registration, {}, ['x'], { key: 1 }]])
  return { ...context, callee, caller, registration }
}
