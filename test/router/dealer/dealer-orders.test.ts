// Calls in every order of messages that callers, callees and time come up with: each ends once, and nothing is left.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProtocolViolation, WampError } from '../../../src/protocol/errors.ts'
import * as m from '../../../src/protocol/messages.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import { type BareSession, bareDealer } from './bare-dealer.ts'

const FEATURES = ['call_canceling', 'call_timeout', 'progressive_call_results', 'progressive_call_invocations']
const INVOKE = ['single', 'first', 'last', 'roundrobin', 'random'] as const
const MATCH = ['exact', 'prefix', 'wildcard'] as const
const MODES = [{ mode: 'skip' }, { mode: 'kill' }, { mode: 'killnowait' }, {}] as const
const REGISTERED = ['a.b', 'a.', 'a..c']
const CALLED = ['a.b', 'a.b.c', 'x.y']

const who = fc.nat(3)
/** How long ago what a message is about began: 0 for the last call, registration or invocation of the session. */
const ago = fc.nat(3)
const step = fc.oneof(
  fc.record({ does: fc.constant('register' as const), who, uri: fc.nat(2), invoke: fc.nat(4), force: fc.boolean() }),
  fc.record({ does: fc.constant('unregister' as const), who, ago }),
  fc.record({ does: fc.constant('call' as const), who, uri: fc.nat(2), more: fc.boolean(), parts: fc.boolean() }),
  fc.record({ does: fc.constant('continue' as const), who, ago, more: fc.boolean() }),
  fc.record({ does: fc.constant('cancel' as const), who, ago, mode: fc.nat(3) }),
  fc.record({ does: fc.constant('yield' as const), who, ago, more: fc.boolean() }),
  fc.record({ does: fc.constant('fail' as const), who, ago, unavailable: fc.boolean() }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 100) }),
  fc.record({ does: fc.constant('leave' as const), who }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A session as its peer sees it. */
interface Actor extends BareSession {
  readonly features: readonly string[]
  /** CALL.Request of all its calls, with their procedures; `undefined` for those that have ended. */
  readonly calls: { uri: string; parts: boolean; open: boolean }[]
  readonly registrations: number[]
  readonly interrupted: Set<number>
  invoked: number
}

class Stage {
  readonly bare = bareDealer({ callTimeout: 50 })
  readonly #masks: readonly number[]
  readonly #actors: Actor[]
  readonly #gone: Actor[] = []

  constructor(masks: readonly number[]) {
    this.#masks = masks
    this.#actors = masks.map(mask => this.#enter(mask))
  }

  play(each: Step): void {
    const index = 'who' in each ? each.who : 0
    const actor = this.#actors[index] as Actor
    try {
      if (each.does === 'leave') this.#leave(index)
      else if (each.does === 'wait') this.bare.clock.advance(each.ms)
      else this.#act(actor, each)
    } catch (thrown) {
      if (thrown instanceof ProtocolViolation) this.#leave(index)
      else if (!(thrown instanceof WampError)) throw thrown
    }
    this.#look()
  }

  /** Everybody leaves. */
  end(): void {
    for (const index of this.#actors.keys()) this.play({ does: 'leave', who: index })
  }

  /** The session ends, and another takes its place. */
  #leave(index: number): void {
    const actor = this.#actors[index] as Actor
    this.#gone.push(actor)
    this.bare.dealer.leave(actor.session)
    this.#actors[index] = this.#enter(this.#masks[index] as number)
  }

  #enter(mask: number): Actor {
    const features = FEATURES.filter((_, bit) => (mask >> bit) & 1)
    const joined = this.bare.joins(features, { authid: 'ann' })
    return { ...joined, features, calls: [], registrations: [], interrupted: new Set(), invoked: 0 }
  }

  #act(actor: Actor, each: Exclude<Step, { does: 'leave' | 'wait' }>): void {
    const { dealer } = this.bare
    const { session, calls, registrations } = actor
    const request = 'ago' in each ? calls.length - each.ago : 0
    const invocation = 'ago' in each ? Math.max(1, actor.invoked - each.ago) : 0
    switch (each.does) {
      case 'register': {
        const options = { match: MATCH[each.uri], invoke: INVOKE[each.invoke], force_reregister: each.force }
        registrations.push(dealer.add(session, REGISTERED[each.uri] as string, options as m.RegisterOptions))
        return
      }
      case 'unregister':
        return dealer.unregister(session, [m.UNREGISTER, 1, registrations.at(-1 - each.ago) ?? 99])
      case 'call':
        return this.#call(actor, each)
      case 'continue': {
        const uri = calls[request - 1]?.uri ?? 'x.y'
        const message: m.Call = [m.CALL, request, { progress: each.more }, uri, Payload.empty]
        if (request > 0 && !dealer.continues(session, message)) throw new ProtocolViolation('not the next id')
        return
      }
      case 'cancel':
        return dealer.cancel(session, [m.CANCEL, request, MODES[each.mode] ?? {}])
      case 'yield':
        return dealer.yield_(session, [m.YIELD, invocation, { progress: each.more }, Payload.empty])
      case 'fail': {
        const error = each.unavailable ? 'wamp.error.unavailable' : 'com.app.error'
        return dealer.error(session, [m.ERROR, m.INVOCATION, invocation, {}, error, Payload.empty])
      }
    }
  }

  #call({ session, calls }: Actor, { uri, more, parts }: Step & { does: 'call' }): void {
    const call = { uri: CALLED[uri] as string, parts, open: true }
    const request = calls.push(call)
    expect(session.isNextRequest(request)).toBe(true)
    try {
      const options = { progress: more, receive_progress: parts }
      this.bare.dealer.call(session, [m.CALL, request, options, call.uri, Payload.empty])
    } catch (thrown) {
      call.open = false
      throw thrown
    }
  }

  #look(): void {
    for (const actor of this.#actors) for (const message of actor.got()) read(actor, message)
    const late = this.#gone.flatMap(({ got }) => got())
    expect(late, 'what is sent to who has left').toEqual([])
    const open = this.#actors.flatMap(({ calls }) => calls.filter(call => call.open))
    expect(this.bare.dealer.pending, 'calls that nobody has ended').toBe(open.length)
  }
}

/** What a strict peer takes, and no more [T-15, T-20, T-21, R-ID-3]. */
function read(actor: Actor, message: unknown[]): void {
  const [type, id, third] = message as [number, number, Record<string, unknown>]
  if (type === m.INVOCATION) {
    const { progress } = message[3] as Record<string, unknown>
    if (id !== actor.invoked + 1) expect(id, 'an invocation goes on').toBeLessThanOrEqual(actor.invoked)
    if (id <= actor.invoked || progress) expect(actor.features).toContain('progressive_call_invocations')
    actor.invoked = Math.max(actor.invoked, id)
  } else if (type === m.INTERRUPT) {
    expect(actor.features).toContain('call_canceling')
    expect(id).toBeLessThanOrEqual(actor.invoked)
    expect(actor.interrupted.has(id), 'interrupted twice').toBe(false)
    actor.interrupted.add(id)
  } else if (type !== m.UNREGISTERED) {
    const call = actor.calls[(type === m.ERROR ? Number(third) : id) - 1]
    expect(call, 'an answer to what was never asked').toBeDefined()
    if (call === undefined) return
    expect(call.open, 'an answer after the end').toBe(true)
    const part = type === m.RESULT && third.progress === true
    if (part) expect(call.parts, 'parts that nobody asked for').toBe(true)
    else call.open = false
  }
}

test('R-CALL-3: every call ends once, whatever happens; afterwards nothing is left', () => {
  const masks = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(15)))
  fc.assert(
    fc.property(masks, fc.array(step, { maxLength: 120, size: 'max' }), (features, steps) => {
      const stage = new Stage(features)
      for (const each of steps) stage.play(each)
      stage.end()
      const { dealer, clock } = stage.bare
      expect([...dealer.registrations.values()]).toEqual([])
      expect(dealer.pending).toBe(0)
      expect(clock.timers).toBe(0)
    }),
    { numRuns: 300 },
  )
})
