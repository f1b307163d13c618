// registration_meta_api: R-MET-1, and what registrations there are [wamp:registration-meta-api].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, trace } from '../../trace.ts'

const EVENTS = ['on_create', 'on_register', 'on_unregister', 'on_delete'].map(name => `wamp.registration.${name}`)
const CREATED = '2026-01-01T00:00:00.000Z'

/** Somebody who hears every event, as `[name, arguments]`. */
async function watching(peer: Peer) {
  peer.sends(...EVENTS.map((topic, index) => [32, index + 1, {}, topic]))
  const topics = new Map((await peer.got()).map(([, request, id]) => [id, EVENTS[Number(request) - 1]?.slice(18)]))
  return async () => (await peer.got()).map(([, subscription, , , args]) => [topics.get(subscription), args])
}

async function registers(peer: Peer, request: number, procedure: string, options = {}): Promise<number> {
  peer.sends([64, request, options, procedure])
  const [reply] = await peer.got()
  expect(reply?.[0]).toBe(65)
  return reply?.[2] as number
}

/** Calls `wamp.registration.<name>`: its only result, or the URI and arguments of its error. */
function callerOf(peer: Peer) {
  let request = 0
  return async (name: string, ...args: unknown[]) => {
    peer.sends([48, ++request, {}, `wamp.registration.${name}`, args])
    const [reply] = await peer.got()
    return reply?.[0] === 50 ? (reply[3] as unknown[])[0] : reply?.slice(4)
  }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-MET-1: create before register, unregister before delete', async () => {
    const { joins, clock } = trace()
    const heard = await watching(await joins(serializer))
    const [a, b] = [await joins(serializer), await joins(serializer)]
    clock.advance(1_500)
    const id = await registers(a, 1, 'com.app.', { match: 'prefix', invoke: 'roundrobin' })
    const created = '2026-01-01T00:00:01.500Z'
    expect(await heard()).toEqual([
      ['on_create', [a.id, { id, created, uri: 'com.app.', match: 'prefix', invoke: 'roundrobin' }]],
      ['on_register', [a.id, id]],
    ])
    await registers(b, 1, 'com.app.', { match: 'prefix', invoke: 'roundrobin' })
    expect(await heard()).toEqual([['on_register', [b.id, id]]])
    a.sends([66, 2, id])
    expect(await heard()).toEqual([['on_unregister', [a.id, id]]])
    b.link.close()
    await settled()
    expect(await heard()).toEqual([
      ['on_unregister', [b.id, id]],
      ['on_delete', [b.id, id]],
    ])
  })

  test('list, lookup, match, get, list_callees and count_callees', async () => {
    const { joins } = trace()
    const [callee, other] = [await joins(serializer), await joins(serializer)]
    const shared = { invoke: 'first' }
    const exact = await registers(callee, 1, 'com.app.p', shared)
    const prefix = await registers(callee, 2, 'com.app.', { match: 'prefix' })
    const wildcard = await registers(callee, 3, 'com..p', { match: 'wildcard' })
    await registers(other, 1, 'com.app.p', shared)
    const call = callerOf(await joins(serializer))

    expect(await call('list')).toEqual({ exact: [exact], prefix: [prefix], wildcard: [wildcard] })
    expect(await call('lookup', 'com.app.p')).toBe(exact)
    expect(await call('lookup', 'com.app.p', { match: 'exact' })).toBe(exact)
    expect(await call('lookup', 'com.app.', { match: 'prefix', invoke: 'last' })).toBe(prefix)
    expect(await call('lookup', 'com..p', { match: 'wildcard' })).toBe(wildcard)
    expect(await call('lookup', 'com.app.', { match: null })).toBeNull()
    expect(await call('lookup', 'com.app.q', {})).toBeNull()
    expect(await call('match', 'com.app.p')).toBe(exact)
    expect(await call('match', 'com.app.q')).toBe(prefix)
    expect(await call('match', 'com.net.p')).toBe(wildcard)
    expect(await call('match', 'org.app.p')).toBeNull()
    expect(await call('get', exact)).toEqual({
      id: exact,
      created: CREATED,
      uri: 'com.app.p',
      match: 'exact',
      invoke: 'first',
    })
    expect(await call('get', wildcard)).toMatchObject({ uri: 'com..p', match: 'wildcard', invoke: 'single' })
    expect(await call('list_callees', exact)).toEqual([callee.id, other.id])
    expect(await call('count_callees', exact)).toBe(2)
    expect(await call('count_callees', prefix)).toBe(1)
  })
})

test('every way out of a registration is told once, in order', async () => {
  const origin = { authid: 'ann', authrole: 'guest' }
  const ends: [string, (peer: Peer, id: number) => void][] = [
    ['UNREGISTER', (peer, id) => peer.sends([66, 2, id])],
    ['GOODBYE', peer => peer.sends([6, {}, 'wamp.close.normal'])],
    ['a violation', peer => peer.sends([36, 1, 1, {}])],
    ['a dead link', peer => peer.link.close()],
  ]
  const { joins } = trace()
  const heard = await watching(await joins())
  for (const [, end] of ends) {
    const callee = await joins(undefined, { origin })
    const id = await registers(callee, 1, 'com.app.p')
    await heard()
    end(callee, id)
    callee.link.close()
    await settled()
    expect(await heard()).toEqual([
      ['on_unregister', [callee.id, id]],
      ['on_delete', [callee.id, id]],
    ])
  }
  const [stale, fresh] = [await joins(undefined, { origin }), await joins(undefined, { origin })]
  const old = await registers(stale, 1, 'com.app.p')
  await heard()
  const id = await registers(fresh, 1, 'com.app.p', { force_reregister: true })
  expect(await heard()).toEqual([
    ['on_unregister', [stale.id, old]],
    ['on_delete', [stale.id, old]],
    ['on_create', [fresh.id, expect.objectContaining({ id })]],
    ['on_register', [fresh.id, id]],
  ])
})

test('what is refused is not told', async () => {
  const { joins } = trace()
  const heard = await watching(await joins())
  const [a, b] = [await joins(), await joins()]
  const id = await registers(a, 1, 'com.app.p')
  await heard()
  b.sends([64, 1, {}, 'com.app.p'], [64, 2, {}, 'wamp.app.p'], [66, 3, id], [66, 4, 999])
  expect((await b.got()).map(([type]) => type)).toEqual([8, 8, 8, 8])
  expect(await heard()).toEqual([])
})

describe('the router’s own registrations', () => {
  test('are in no list, and found by nothing', async () => {
    const { joins } = trace()
    const peer = await joins()
    const call = callerOf(peer)
    expect(await call('list')).toEqual({ exact: [], prefix: [], wildcard: [] })
    expect(await call('lookup', 'wamp.registration.list')).toBeNull()
    expect(await call('match', 'wamp.registration.list')).toBeNull()
    for (let id = 1; id < 10; id++) {
      expect(await call('get', id)).toEqual(['wamp.error.no_such_registration', [expect.any(String)]])
    }
  })

  test('are not what a pattern stands in for', async () => {
    const { joins } = trace()
    await registers(await joins(), 1, '', { match: 'prefix' })
    const call = callerOf(await joins())
    expect(await call('match', 'wamp.registration.list')).toBeNull()
    expect(await call('match', 'wamp.unknown')).toBeNull()
    expect(await call('match', 'com.app.p')).toEqual(expect.any(Number))
  })
})

describe('refused with a sentence', () => {
  test.each(['get', 'list_callees', 'count_callees'])('no_such_registration: %s', async procedure => {
    const { joins } = trace()
    const callee = await joins()
    const ended = await registers(callee, 1, 'com.app.p')
    callee.sends([66, 2, ended])
    await callee.got()
    const call = callerOf(await joins())
    for (const args of [[ended], [999], ['1'], [null], [], [{}], [-1], [1.5], [2 ** 60]]) {
      expect(await call(procedure, ...args)).toEqual([
        'wamp.error.no_such_registration',
        [expect.stringMatching(/no registration/)],
      ])
    }
  })

  test.each<[string, unknown[]]>([
    ['lookup', []],
    ['lookup', [1]],
    ['lookup', ['com.app.p', 'prefix']],
    ['lookup', ['com.app.p', { match: 'regex' }]],
    ['lookup', ['com.app.p', { match: 1 }]],
    ['match', []],
    ['match', [null]],
    ['match', [['com.app.p']]],
  ])('invalid_argument: %s %j', async (procedure, args) => {
    const call = callerOf(await trace().joins())
    expect(await call(procedure, ...args)).toEqual(['wamp.error.invalid_argument', [expect.stringMatching(/must/)]])
  })
})
