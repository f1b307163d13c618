// A callee, a caller, and a call between them; with the features that they announce.

import { expect } from 'vitest'
import type { AttachOptions, RouterOptions } from '../../../src/router/router.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, type Trace, trace } from '../../trace.ts'

export const ID = expect.any(Number)
export const SENTENCE = [expect.stringMatching(/\S/)]
export const ABORT = [3, { message: expect.stringMatching(/\S/) }, 'wamp.error.protocol_violation']

/** ERROR for a CALL, from the dealer itself. */
export function callError(request: number, uri: string) {
  return [8, 48, request, {}, uri, SENTENCE]
}

/** A peer that announces `features` for each of its roles. */
export function joinsWith({ attaches }: Trace, features: readonly string[], more: Joining = {}): Promise<Peer> {
  const announced = { features: Object.fromEntries(features.map(name => [name, true])) }
  const roles = { caller: announced, callee: announced, publisher: announced, subscriber: announced }
  return attaches(more.serializer, more.options).join('realm1', { roles })
}

interface Joining {
  readonly serializer?: (typeof SERIALIZERS)[number] | undefined
  readonly options?: AttachOptions
}

export async function registered(peer: Peer, request: number, procedure = 'com.app.p', options = {}): Promise<number> {
  peer.sends([64, request, options, procedure])
  const [reply] = await peer.got()
  expect(reply).toEqual([65, request, ID])
  return reply?.[2] as number
}

export interface Features {
  readonly callee?: readonly string[]
  readonly caller?: readonly string[]
  /** REGISTER.Options. */
  readonly register?: Record<string, unknown>
  readonly router?: Partial<RouterOptions>
}

/** A callee with `com.app.p` and a caller, with the features that they announce. */
export async function calleeAndCaller({ callee: of = [], caller: from = [], register = {}, router }: Features = {}) {
  const context = trace(router)
  const [callee, caller] = [await joinsWith(context, of), await joinsWith(context, from)]
  const registration = await registered(callee, 1, 'com.app.p', register)
  return { ...context, callee, caller, registration }
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
