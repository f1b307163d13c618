// subscription_meta_api: what subscriptions there are, by procedures and events [wamp:subscription-meta-api].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, trace } from '../../trace.ts'

const ID = expect.any(Number)
const TOPICS = ['on_create', 'on_subscribe', 'on_unsubscribe', 'on_delete']

async function subscribes(peer: Peer, request: number, topic: string, match = 'exact'): Promise<number> {
  peer.sends([32, request, { match }, topic])
  const [reply] = await peer.got()
  expect(reply?.slice(0, 2)).toEqual([33, request])
  return reply?.[2] as number
}

/** A procedure's only result, or the error's URI. */
async function calls(peer: Peer, request: number, name: string, args: unknown[] = []) {
  peer.sends([48, request, {}, `wamp.subscription.${name}`, args])
  const [reply] = await peer.got()
  return reply?.[0] === 50 ? (reply[3] as unknown[])[0] : reply?.[4]
}

/** A peer that hears of all four events, and tells them by name with their arguments. */
async function watches(peer: Peer) {
  const names = new Map<unknown, string>()
  for (const [index, name] of TOPICS.entries()) {
    names.set(await subscribes(peer, index + 1, `wamp.subscription.${name}`), name)
  }
  return async () => (await peer.got()).map(([, id, , , args]) => [names.get(id), ...(args as unknown[])])
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-MET-1: on_create before on_subscribe, on_unsubscribe before on_delete', async () => {
    const { joins, clock } = trace()
    const [watcher, a, b] = [await joins(serializer), await joins(serializer), await joins(serializer)]
    const heard = await watches(watcher)
    clock.advance(1_500)
    const id = await subscribes(a, 1, 'com.app.t', 'prefix')
    const details = { id, created: '2026-01-01T00:00:01.500Z', uri: 'com.app.t', match: 'prefix' }
    expect(await heard()).toEqual([
      ['on_create', a.id, details],
      ['on_subscribe', a.id, id],
    ])
    await subscribes(b, 1, 'com.app.t', 'prefix')
    expect(await heard()).toEqual([['on_subscribe', b.id, id]])
    await subscribes(b, 2, 'com.app.t', 'prefix')
    expect(await heard()).toEqual([])
    a.sends([34, 2, id])
    expect(await heard()).toEqual([['on_unsubscribe', a.id, id]])
    b.link.close()
    expect(await heard()).toEqual([
      ['on_unsubscribe', b.id, id],
      ['on_delete', b.id, id],
    ])
  })

  test('list, lookup, match, get, list_subscribers and count_subscribers', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const exact = await subscribes(a, 1, 'com.app.t')
    const prefix = await subscribes(a, 2, 'com.app', 'prefix')
    const wildcard = await subscribes(a, 3, 'com..t', 'wildcard')
    await subscribes(b, 1, 'com.app.t')
    expect(await calls(a, 4, 'list')).toEqual({ exact: [exact], prefix: [prefix], wildcard: [wildcard] })
    expect(await calls(a, 5, 'lookup', ['com.app.t'])).toBe(exact)
    expect(await calls(a, 6, 'lookup', ['com..t', { match: 'wildcard' }])).toBe(wildcard)
    expect(await calls(a, 7, 'lookup', ['com.app.t', { match: 'prefix' }])).toBeNull()
    expect(await calls(a, 8, 'match', ['com.app.t'])).toEqual(expect.arrayContaining([exact, prefix, wildcard]))
    expect(await calls(a, 9, 'match', ['com.apple'])).toEqual([prefix])
    expect(await calls(a, 10, 'match', ['org.app'])).toBeNull()
    expect(await calls(a, 11, 'get', [prefix])).toEqual({
      id: prefix,
      created: '2026-01-01T00:00:00.000Z',
      uri: 'com.app',
      match: 'prefix',
    })
    expect(await calls(a, 12, 'list_subscribers', [exact])).toEqual([a.id, b.id])
    expect(await calls(a, 13, 'count_subscribers', [exact])).toBe(2)
    expect(await calls(a, 14, 'count_subscribers', [prefix])).toBe(1)
  })

  test.each([
    ['get', [999]],
    ['get', []],
    ['get', ['1']],
    ['list_subscribers', [0]],
    ['count_subscribers', [null]],
  ])('%s of %j is no_such_subscription', async (name, args) => {
    expect(await calls(await trace().joins(serializer), 1, name, args)).toBe('wamp.error.no_such_subscription')
  })

  test.each([
    ['lookup', []],
    ['lookup', [1]],
    ['lookup', ['t', { match: 'regex' }]],
    ['lookup', ['t', 'prefix']],
    ['match', [null]],
  ])('%s of %j is refused', async (name, args) => {
    expect(await calls(await trace().joins(serializer), 1, name, args)).toBe('wamp.error.invalid_argument')
  })
})

test('a subscription that everybody left is gone, though its history goes on; made anew, it is told as new', async () => {
  const { joins, clock } = trace()
  const [watcher, a] = [await joins(), await joins()]
  const heard = await watches(watcher)
  const id = await subscribes(a, 1, 't')
  watcher.sends([16, 5, {}, 't'])
  await settled()
  a.sends([34, 2, id])
  await a.got()
  await heard()
  expect(await calls(a, 3, 'get', [id])).toBe('wamp.error.no_such_subscription')
  expect(await calls(a, 4, 'count_subscribers', [id])).toBe('wamp.error.no_such_subscription')
  expect(await calls(a, 5, 'lookup', ['t'])).toBeNull()
  expect(await calls(a, 6, 'match', ['t'])).toBeNull()
  const lists = (await calls(a, 7, 'list')) as { exact: number[] }
  expect(lists.exact).not.toContain(id)
  clock.advance(60_000)
  await subscribes(a, 8, 't')
  expect(await heard()).toEqual([
    ['on_create', a.id, { id, created: '2026-01-01T00:01:00.000Z', uri: 't', match: 'exact' }],
    ['on_subscribe', a.id, id],
  ])
})

test('who leaves with many subscriptions is sent nothing more, and others hear of each', async () => {
  const { joins } = trace()
  const [watcher, a] = [await joins(), await joins()]
  const heard = await watches(watcher)
  // It watches too, and would hear of the end of what it held before.
  const ids = [await subscribes(a, 1, 'b'), await subscribes(a, 2, 'c')]
  for (const [index, name] of TOPICS.entries()) await subscribes(a, index + 3, `wamp.subscription.${name}`)
  await heard()
  await a.got()
  a.sends([6, {}, 'wamp.close.normal'])
  expect(await a.got()).toEqual([[6, {}, 'wamp.close.goodbye_and_out']])
  expect(await heard()).toEqual(ids.flatMap(id => TOPICS.slice(2).map(name => [name, a.id, id])))
})

test('nothing is told of subscriptions to the router, but they can be looked up', async () => {
  const { joins } = trace()
  const [watcher, a] = [await joins(), await joins()]
  const heard = await watches(watcher)
  const id = await subscribes(a, 1, 'wamp.session.on_join')
  const prefix = await subscribes(a, 2, 'wamp.', 'prefix')
  a.sends([34, 3, id], [34, 4, prefix])
  await a.got()
  expect(await heard()).toEqual([])
  expect(await calls(a, 5, 'lookup', ['wamp.subscription.on_create'])).toEqual(ID)
})

test('R-SUB-4: SUBSCRIBED comes first, also to who hears of its own subscription', async () => {
  const { joins } = trace()
  const a = await joins()
  a.sends([32, 1, { match: 'prefix' }, ''])
  const [first, ...events] = await a.got()
  expect(first).toEqual([33, 1, ID])
  expect(events.map(([, , , details]) => (details as { topic: string }).topic)).toEqual([
    'wamp.subscription.on_create',
    'wamp.subscription.on_subscribe',
  ])
})
