// Who may do what: static rules, functions, and both in one list [wamp:authorization].

import { describe, expect, test } from 'vitest'
import type { Authorizer, Permission } from '../../src/router/permission.ts'
import { type Raw, SERIALIZERS } from '../raw-codec.ts'
import { type Peer, settled, type Trace, trace } from '../trace.ts'

const ALL = ['call', 'register', 'subscribe', 'publish'] as const
const NOT_AUTHORIZED = 'wamp.error.not_authorized'
const FAILED = 'wamp.error.authorization_failed'

interface Ruled extends Trace {
  readonly errors: unknown[]
  as(authrole: string, authid?: string, serializer?: (typeof SERIALIZERS)[0]): Promise<Peer>
}

function ruled(...permissions: (Permission | Authorizer)[]): Ruled {
  const errors: unknown[] = []
  const traced = trace({ settings: { permissions }, onerror: error => errors.push(error) })
  const as = (authrole: string, authid = authrole, serializer = SERIALIZERS[0]) =>
    traced.joins(serializer, { origin: { authrole, authid, authmethod: 'test' } })
  return { ...traced, errors, as }
}

/** Of a request, and its id where it is not the first. */
type Options = { id?: number; [option: string]: unknown }

const request = (action: string, id: number, uri: string, options: object = {}): Raw => {
  const type = { call: 48, register: 64, subscribe: 32, publish: 16 }[action]
  return [type, id, action === 'publish' ? { acknowledge: true, ...options } : options, uri]
}
/** What becomes of one request: `allowed`, or the URI of the error. */
async function tries(peer: Peer, action: string, uri: string, { id = 1, ...options }: Options = {}): Promise<unknown> {
  peer.sends(request(action, id, uri, options))
  const [reply = []] = await peer.got()
  // Nobody has registered what is called here.
  return reply[0] !== 8 || reply[4] === 'wamp.error.no_such_procedure' ? 'allowed' : reply[4]
}

describe('static rules', () => {
  test('without any everything is allowed', async () => {
    for (const action of ALL) expect(await tries(await ruled().as('guest'), action, 'com.app.x')).toBe('allowed')
  })

  test.each(SERIALIZERS)('each of the four actions is allowed or refused, over $id', async serializer => {
    for (const allowed of ALL) {
      const { as } = ruled({ uri: 'com.app.x', allow: [allowed] })
      for (const action of ALL) {
        const expected = action === allowed ? 'allowed' : NOT_AUTHORIZED
        expect(await tries(await as('guest', 'ann', serializer), action, 'com.app.x')).toBe(expected)
        expect(await tries(await as('guest', 'ann', serializer), action, 'com.app.y')).toBe(NOT_AUTHORIZED)
      }
    }
  })

  test('the refusal says what was refused, and the session goes on', async () => {
    const peer = await ruled({ uri: 'com.app.x', allow: ['call'] }).as('guest')
    peer.sends([32, 1, {}, 'com.app.t'], [48, 2, {}, 'com.app.x'])
    expect(await peer.got()).toEqual([
      [8, 32, 1, {}, NOT_AUTHORIZED, ['this session may not subscribe com.app.t']],
      [8, 48, 2, {}, 'wamp.error.no_such_procedure', [expect.any(String)]],
    ])
  })

  test('R-PUB-2: PUBLISH that is not acknowledged is refused in silence, and reaches nobody', async () => {
    const { as } = ruled({ role: 'host', uri: '', match: 'prefix', allow: ALL })
    const [host, guest] = [await as('host'), await as('guest')]
    host.sends([32, 1, {}, 'com.app.t'])
    await host.got()
    guest.sends([16, 1, {}, 'com.app.t'])
    expect([await guest.got(), await host.got()]).toEqual([[], []])
  })

  test('a rule is for its roles and its names, and the first that decides wins', async () => {
    const { as } = ruled(
      { role: 'admin', uri: '', match: 'prefix', allow: ALL },
      { authid: ['ann', 'ben'], uri: 'com.app.', match: 'prefix', allow: ['call'] },
      { role: ['guest', 'user'], uri: 'com.app.', match: 'prefix', allow: ['subscribe'] },
    )
    const may = async (authrole: string, authid: string) =>
      Promise.all(['call', 'subscribe'].map(async action => tries(await as(authrole, authid), action, 'com.app.x')))
    expect(await may('admin', 'ann')).toEqual(['allowed', 'allowed'])
    expect(await may('guest', 'ann')).toEqual(['allowed', NOT_AUTHORIZED])
    expect(await may('user', 'cat')).toEqual([NOT_AUTHORIZED, 'allowed'])
    expect(await may('nobody', 'cat')).toEqual([NOT_AUTHORIZED, NOT_AUTHORIZED])
  })

  test('what undoes is not asked: UNSUBSCRIBE, UNREGISTER, CANCEL, YIELD', async () => {
    const peer = await ruled({ uri: 'com.app.x', allow: ALL }).as('guest')
    peer.sends([32, 1, {}, 'com.app.x'], [64, 2, {}, 'com.app.x'], [48, 3, {}, 'com.app.x'], [70, 1, {}])
    const [[, , subscription] = [], [, , registration] = []] = await peer.got()
    peer.sends([34, 4, subscription], [66, 5, registration], [49, 3, {}])
    expect((await peer.got()).map(([type]) => type)).toEqual([35, 67])
  })

  test('invalid URIs are refused as such, whatever the rules', async () => {
    const { as } = ruled({ uri: '', match: 'prefix', allow: ALL })
    expect(await tries(await as('guest'), 'publish', 'wamp.session.on_join')).toBe('wamp.error.invalid_uri')
    expect(await tries(await as('guest'), 'call', 'a..b')).toBe('wamp.error.invalid_uri')
  })
})

describe('patterns', () => {
  const secret: Permission = { uri: 'com.app.secret.', match: 'prefix', allow: [] }
  const open: Permission = { uri: 'com.app.', match: 'prefix', allow: ALL }
  const subscribes = async (rules: Permission[], uri: string, match: string) =>
    tries(await ruled(...rules).as('guest'), 'subscribe', uri, { match })

  test.each([
    ['com.app.', 'prefix', 'allowed'],
    ['com.app.a', 'prefix', 'allowed'],
    ['com.app..x', 'wildcard', 'allowed'],
    ['', 'prefix', NOT_AUTHORIZED],
    ['com.', 'prefix', NOT_AUTHORIZED],
    ['com..x', 'wildcard', NOT_AUTHORIZED],
  ])('a rule for a prefix lets %s by %s: %s', async (uri, match, outcome) => {
    expect(await subscribes([open], uri, match)).toBe(outcome)
    const registering = await ruled(open).as('guest')
    expect(await tries(registering, 'register', uri, { match })).toBe(outcome)
  })

  test('a rule for one URI is for no pattern', async () => {
    expect(await subscribes([{ uri: 'com.app.x', allow: ALL }], 'com.app.x', 'prefix')).toBe(NOT_AUTHORIZED)
    expect(await subscribes([{ uri: 'com.app.x', allow: ALL }], 'com.app.', 'wildcard')).toBe(NOT_AUTHORIZED)
  })

  test.each([
    ['com.app.', 'prefix', NOT_AUTHORIZED],
    ['com.app.secret.a', 'prefix', NOT_AUTHORIZED],
    ['com.app.s', 'prefix', NOT_AUTHORIZED],
    ['com.app..', 'wildcard', NOT_AUTHORIZED],
    ['com.app.', 'wildcard', 'allowed'],
    ['com.app.other', 'prefix', 'allowed'],
    ['com.app..a.b.c', 'wildcard', NOT_AUTHORIZED],
    ['com.app.public..', 'wildcard', 'allowed'],
  ])('nobody hears what a narrower rule keeps secret by %s, %s', async (uri, match, outcome) => {
    expect(await subscribes([secret, open], uri, match)).toBe(outcome)
  })

  test('a narrower rule that allows the same is in nobody’s way', async () => {
    const narrower: Permission = { uri: 'com.app.news', allow: ['subscribe'] }
    expect(await subscribes([narrower, open], 'com.app.', 'prefix')).toBe('allowed')
    expect(await subscribes([narrower], 'com.app.', 'prefix')).toBe(NOT_AUTHORIZED)
  })

  test('a rule with a wildcard', async () => {
    const rule: Permission = { uri: 'com..status', match: 'wildcard', allow: ALL }
    expect(await subscribes([rule], 'com.a.status', 'exact')).toBe('allowed')
    expect(await subscribes([rule], 'com..status', 'wildcard')).toBe('allowed')
    expect(await subscribes([rule], 'com.a', 'prefix')).toBe(NOT_AUTHORIZED)
    expect(await subscribes([rule], '..status', 'wildcard')).toBe(NOT_AUTHORIZED)
  })
})

describe('disclosure', () => {
  const all: Permission = { uri: '', match: 'prefix', allow: ALL }

  test('a rule discloses callers and publishers that do not ask for it', async () => {
    const { as } = ruled({ ...all, disclose: { caller: true, publisher: true } })
    const [ann, ben] = [await as('guest', 'ann'), await as('guest', 'ben')]
    ann.sends([64, 1, {}, 'com.app.p'], [32, 2, {}, 'com.app.t'])
    await ann.got()
    ben.sends([48, 1, {}, 'com.app.p'], [16, 2, {}, 'com.app.t'])
    const [invocation = [], event = []] = await ann.got()
    expect(invocation[3]).toMatchObject({ caller: ben.id, caller_authid: 'ben' })
    expect(event[3]).toMatchObject({ publisher: ben.id, publisher_authid: 'ben' })
  })

  test('a rule that says nothing leaves it to who asks', async () => {
    const { as } = ruled(all)
    const [ann, ben] = [await as('guest', 'ann'), await as('guest', 'ben')]
    ann.sends([32, 1, {}, 'com.app.t'])
    await ann.got()
    ben.sends([16, 1, {}, 'com.app.t'], [16, 2, { disclose_me: true }, 'com.app.t'])
    const [silent = [], told = []] = await ann.got()
    expect(silent[3]).not.toHaveProperty('publisher')
    expect(told[3]).toMatchObject({ publisher: ben.id })
  })

  test('a rule that forbids it refuses who asks for it', async () => {
    const { as } = ruled({ ...all, disclose: { caller: false, publisher: false } })
    const ann = await as('guest', 'ann')
    ann.sends([64, 1, {}, 'com.app.p'])
    await ann.got()
    const refused = 'wamp.error.option_disallowed.disclose_me'
    expect(await tries(ann, 'publish', 'com.app.t', { disclose_me: true, id: 2 })).toBe(refused)
    expect(await tries(ann, 'call', 'com.app.p', { disclose_me: true, id: 3 })).toBe(refused)
    expect(await tries(ann, 'publish', 'com.app.t', { id: 4 })).toBe('allowed')
  })
})

describe('functions', () => {
  test('are told who wants to do what, and how', async () => {
    const asked: unknown[] = []
    const { as } = ruled((...args) => {
      asked.push(args)
      return true
    })
    const peer = await as('guest', 'ann')
    await tries(peer, 'subscribe', 'com.app.', { match: 'prefix' })
    expect(asked).toEqual([
      [
        { session: peer.id, authid: 'ann', authrole: 'guest', authmethod: 'test', authprovider: 'static' },
        'subscribe',
        'com.app.',
        { match: 'prefix' },
      ],
    ])
  })

  test.each<[string, ReturnType<Authorizer>, unknown]>([
    ['true', true, 'allowed'],
    ['false', false, NOT_AUTHORIZED],
    ['a verdict that allows', { allow: true }, 'allowed'],
    ['a verdict that refuses', { allow: false }, NOT_AUTHORIZED],
    ['nothing, as do all', undefined, NOT_AUTHORIZED],
  ])('answer %s, now or later', async (_, answer, outcome) => {
    for (const authorizer of [() => answer, () => Promise.resolve(answer)]) {
      const { as, clock } = ruled(authorizer)
      expect(await tries(await as('guest'), 'call', 'com.app.p')).toBe(outcome)
      expect(clock.timers).toBe(0)
    }
  })

  test('stand among rules: what one leaves open the next decides', async () => {
    const { as } = ruled(
      { uri: 'com.app.closed', allow: [] },
      (_session, _action, uri) => Promise.resolve(uri === 'com.app.mine' ? true : undefined),
      { uri: 'com.app.open', allow: ALL },
    )
    const may = async (uri: string) => tries(await as('guest'), 'call', uri)
    expect(await may('com.app.closed')).toBe(NOT_AUTHORIZED)
    expect(await may('com.app.mine')).toBe('allowed')
    expect(await may('com.app.open')).toBe('allowed')
    expect(await may('com.app.other')).toBe(NOT_AUTHORIZED)
  })

  const bug = new Error('the database says: secret')
  test.each<[string, Authorizer]>([
    [
      'throws',
      () => {
        throw bug
      },
    ],
    ['rejects', () => Promise.reject(bug)],
    ['answers with what is neither yes nor no', () => 'yes' as unknown as boolean],
    ['answers so later', () => Promise.resolve(1 as unknown as boolean)],
    ['answers with an empty verdict', () => ({}) as { allow: boolean }],
  ])('one that %s has failed: the client hears that, and onerror why', async (_, authorizer) => {
    const { as, errors, router } = ruled(authorizer, { uri: '', match: 'prefix', allow: ALL })
    const peer = await as('guest')
    peer.sends([48, 1, {}, 'com.app.p'], [16, 2, {}, 'com.app.t'])
    const got = await peer.got()
    expect(got).toEqual([[8, 48, 1, {}, FAILED, [expect.not.stringMatching(/secret/)]]])
    expect(errors).toHaveLength(2)
    expect(router.counters.failures).toBe(2)
  })

  test.each<[string, (peer: Peer, traced: Trace) => void]>([
    ['its link dies', peer => peer.link.close()],
    ['the router closes', (_, { router }) => router.close()],
  ])('one that a session has not waited for, because %s, leaves nothing and has not failed', async (_, ends) => {
    let asked = 0
    const undecided: Authorizer = () => {
      asked++
      return new Promise(() => {})
    }
    const traced = ruled(undecided, undecided)
    const peer = await traced.as('guest')
    peer.sends([48, 1, {}, 'com.app.p'])
    await settled()
    ends(peer, traced)
    peer.link.close()
    await settled()
    expect([traced.router.size, traced.clock.timers]).toEqual([0, 0])
    traced.clock.advance(20_000)
    await settled()
    expect([asked, traced.errors, traced.router.counters.failures]).toEqual([1, [], 0])
  })

  test('one that never decides has failed after ten seconds', async () => {
    const { as, errors, clock } = ruled(() => new Promise(() => {}))
    const peer = await as('guest')
    peer.sends([48, 1, {}, 'com.app.p'])
    await settled()
    clock.advance(9_999)
    expect(await peer.got()).toEqual([])
    clock.advance(1)
    expect(await peer.got()).toEqual([[8, 48, 1, {}, FAILED, [expect.any(String)]]])
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/call com.app.p/) })])
    expect(clock.timers).toBe(0)
  })
})
