// A link while an authenticator decides about its peer: late, never, or by failing [wamp:authentication].

import { describe, expect, test } from 'vitest'
import { WampError } from '../../src/protocol/errors.ts'
import type { Authenticator, Step } from '../../src/router/auth/authenticator.ts'
import type { Eventually } from '../../src/router/eventually.ts'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import { type Peer, settled, type Trace, trace } from '../trace.ts'
import {
  ANN,
  ASK,
  AUTHENTICATE,
  asking,
  CHALLENGE,
  challenged,
  FAILED,
  HELLO,
  later,
  realmThat,
  VIOLATION,
  WELCOME,
} from './authenticating.ts'

describe('an authenticator that takes its time', () => {
  test('is waited for; what comes meanwhile is handled afterwards, in order', async () => {
    const beginning = later<Step>()
    const answering = later<Step>()
    const peer = realmThat(() => beginning.promise).attaches()
    peer.sends(HELLO, AUTHENTICATE, [32, 1, {}, 'com.app.t'], [34, 2, 99])
    expect(await peer.got()).toEqual([])
    beginning.resolve({ challenge: { question: 1 }, answer: () => answering.promise })
    expect(await peer.got()).toEqual([CHALLENGE])
    answering.resolve(ANN)
    const [welcome, ...replies] = await peer.got()
    expect(welcome).toEqual(WELCOME)
    expect(replies.map(([type]) => type)).toEqual([33, 8])
  })

  test.each<[string, (peer: Peer, traced: Trace) => void]>([
    ['the link has died', peer => peer.link.close()],
    ['the router was closed', (_, { router }) => router.close()],
    ['the time was over', (_, { clock }) => clock.advance(10_000)],
    ['too much came', peer => peer.sends([5, 'x'.repeat(2_000), {}])],
  ])('a verdict that comes when %s does nothing', async (_, ends) => {
    for (const verdict of [ANN, ASK, new WampError('wamp.error.authentication_denied'), new Error('lost')]) {
      const deciding = later<Step>()
      const traced = realmThat(() => deciding.promise, { ...OPEN_LIMITS, heldBytes: 1_000 })
      const peer = traced.attaches()
      peer.sends(HELLO)
      await settled()
      ends(peer, traced)
      await settled()
      const before = await peer.got()
      if (verdict instanceof Error) deciding.reject(verdict)
      else deciding.resolve(verdict)
      expect(await peer.got()).toEqual([])
      expect(before.every(([type]) => type === 3)).toBe(true)
      expect(traced.router.size).toBe(0)
      expect(traced.router.realms).toEqual([])
      expect(traced.clock.timers).toBe(0)
    }
  })

  test('an ABORT that comes meanwhile ends the link when there is a verdict', async () => {
    const deciding = later<Step>()
    const { attaches, router } = realmThat(() => deciding.promise)
    const peer = attaches()
    peer.sends(HELLO, [3, {}, 'wamp.close.normal'])
    deciding.resolve(ASK)
    expect(await peer.got()).toEqual([CHALLENGE])
    expect(peer.closed).toEqual(expect.any(String))
    expect(router.size).toBe(0)
  })

  test('more than is kept is a violation, and counts the frames themselves', async () => {
    for (const burst of [[[5, 'x'.repeat(2_000), {}]], Array.from({ length: 20 }, () => AUTHENTICATE)]) {
      const { attaches, router } = realmThat(() => new Promise(() => {}), { ...OPEN_LIMITS, heldBytes: 1_000 })
      const peer = attaches()
      peer.sends(HELLO, ...burst)
      expect(await peer.got()).toEqual([[3, { message: expect.stringMatching(/1000 bytes/) }, VIOLATION[2]]])
      expect(router.counters.violations).toBe(1)
    }
  })
})

describe('time', () => {
  test('each step has the time of a handshake: HELLO, decision, answer, decision', async () => {
    const decisions: ReturnType<typeof later<Step>>[] = []
    const decide = (): Eventually<Step> => {
      decisions.push(later<Step>())
      return decisions.at(-1)?.promise ?? ANN
    }
    const { attaches, clock } = realmThat(decide)
    const peer = attaches()
    clock.advance(9_999)
    peer.sends(HELLO)
    await settled()
    clock.advance(9_999)
    decisions[0]?.resolve({ challenge: { question: 1 }, answer: decide })
    expect(await peer.got()).toEqual([CHALLENGE])
    clock.advance(9_999)
    peer.sends(AUTHENTICATE)
    await settled()
    clock.advance(9_999)
    decisions[1]?.resolve(ANN)
    expect(await peer.got()).toEqual([WELCOME])
    expect(clock.timers).toBe(0)
  })

  test('a challenge that is not answered in time ends the link', async () => {
    const traced = realmThat(() => ASK)
    const peer = await challenged(traced)
    traced.clock.advance(10_000)
    expect(await peer.got()).toEqual([[3, { message: expect.stringMatching(/10 seconds/) }, FAILED[2]]])
    expect(peer.closed).toEqual(expect.any(String))
    expect(traced.errors).toEqual([])
  })

  test('an authenticator that never decides is a failure that is told of', async () => {
    const { attaches, clock, errors, router } = realmThat(() => new Promise(() => {}))
    const peer = attaches()
    peer.sends(HELLO)
    await settled()
    clock.advance(10_000)
    expect(await peer.got()).toEqual([FAILED])
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/did not decide/) })])
    expect(router.counters.failures).toBe(1)
  })
})

test('what an authenticator knows of somebody beside its names is told to nobody', async () => {
  const principal = { authid: 'ann', authrole: 'user', authprovider: 'test', passwordHash: 's3cret' }
  const asked: unknown[] = []
  const { attaches } = trace({
    settings: {
      authenticators: [asking(() => ({ principal }))],
      permissions: [
        session => {
          asked.push(session)
          return true
        },
      ],
    },
  })
  const [watcher, ann] = [attaches(), attaches()]
  watcher.sends(HELLO, [32, 1, {}, 'wamp.session.on_join'])
  await watcher.got()
  ann.sends(HELLO)
  const heard = await ann.got()
  ann.sends([48, 1, {}, 'wamp.session.get', [(heard[0] as unknown[])[1]]])
  heard.push(...(await watcher.got()), ...(await ann.got()))
  const who = { session: expect.any(Number), authid: 'ann', authrole: 'user', authmethod: 'test', authprovider: 'test' }
  expect(heard.slice(1)).toEqual([
    [36, 1, expect.any(Number), {}, [who]],
    [50, 1, {}, [who]],
  ])
  expect(asked[0]).toEqual(who)
  expect(JSON.stringify(heard)).not.toContain('s3cret')
})

describe('an authenticator that fails', () => {
  const bug = new Error('the database says: secret')
  test.each<[string, Authenticator['begin']]>([
    ['rejects', () => Promise.reject(bug)],
    [
      'throws',
      () => {
        throw bug
      },
    ],
    [
      'throws in its second step',
      () => ({
        challenge: {},
        answer: () => {
          throw bug
        },
      }),
    ],
    ['rejects in its second step', () => ({ challenge: {}, answer: () => Promise.reject(bug) })],
    [
      'refuses with what is no URI',
      () => {
        throw new WampError('not a URI')
      },
    ],
    ['answers nothing', () => undefined as unknown as Step],
    ['answers nonsense', () => 'yes' as unknown as Step],
    ['has no principal', () => ({}) as Step],
    ['has a name that is no text', () => ({ principal: { ...ANN, authid: 5 } }) as unknown as Step],
    ['challenges with what cannot be sent', () => ({ challenge: { never: () => {} }, answer: () => ANN })],
    ['welcomes with what cannot be sent', () => ({ ...ANN, authextra: { never: () => {} } })],
    ['cannot take answers', () => ({ challenge: {} }) as Step],
  ])('%s: the client hears that, and not why; onerror hears why', async (_, begin) => {
    const { attaches, errors, router, clock } = realmThat(begin)
    const peer = attaches()
    peer.sends(HELLO, AUTHENTICATE)
    const got = await peer.got()
    expect(got.at(-1)).toEqual([3, { message: 'this router could not find out who you are' }, FAILED[2]])
    expect(JSON.stringify(got)).not.toMatch(/secret/)
    expect(errors).toEqual([expect.any(Error)])
    expect([router.size, router.counters.failures, clock.timers]).toEqual([0, 1, 0])
  })
})
