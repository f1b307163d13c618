// testament_meta_api: events that a session leaves to be published when it is gone [wamp:testament].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, ROLES, settled, trace } from '../../trace.ts'

const ID = expect.any(Number)

/** Adds a testament; the answer's payload, or the error's URI. */
async function adds(peer: Peer, request: number, args: unknown[], kwargs: object = {}) {
  peer.sends([48, request, {}, 'wamp.session.add_testament', args, kwargs])
  const [reply] = await peer.got()
  return reply?.[0] === 50 ? reply.slice(3) : reply?.[4]
}

async function flushes(peer: Peer, request: number, kwargs: object = {}) {
  peer.sends([48, request, {}, 'wamp.session.flush_testaments', [], kwargs])
  const [reply] = await peer.got()
  return reply?.[0] === 50 ? reply.slice(3) : reply?.[4]
}

async function setUp(serializer = SERIALIZERS[0]) {
  const tracing = trace()
  const [heir, peer] = [await tracing.joins(serializer), await tracing.joins(serializer)]
  heir.sends([32, 1, { match: 'prefix' }, 'com.'])
  await heir.got()
  /** What the heir gets: Details, Arguments, ArgumentsKw of each event. */
  const inherited = async () => (await heir.got()).map(event => event.slice(3))
  return { ...tracing, heir, peer, inherited }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-TST-1, R-TST-2: all that were left, detached before destroyed, each in the order they were added', async () => {
    const { peer, inherited } = await setUp(serializer)
    expect(await adds(peer, 1, ['com.a', [1, null], { a: 1 }])).toEqual([])
    expect(await adds(peer, 2, ['com.b', [2], {}], { scope: 'detached' })).toEqual([])
    expect(await adds(peer, 3, ['com.c', [3], {}], { scope: 'destroyed' })).toEqual([])
    expect(await adds(peer, 4, ['com.d', [], {}], { scope: 'detached', publish_options: {} })).toEqual([])
    expect(await inherited()).toEqual([])
    peer.sends([6, {}, 'wamp.close.normal'])
    expect(await inherited()).toEqual([
      [{ topic: 'com.b' }, [2]],
      [{ topic: 'com.d' }],
      [{ topic: 'com.a' }, [1, null], { a: 1 }],
      [{ topic: 'com.c' }, [3]],
    ])
  })

  test('bytes are what they were', async () => {
    const { peer, inherited } = await setUp(serializer)
    const bytes = serializer.id === 'json' ? '\u0000AQID' : Uint8Array.of(1, 2, 3)
    await adds(peer, 1, ['com.a', [bytes]])
    peer.link.close()
    expect(await inherited()).toEqual([[{ topic: 'com.a' }, [bytes]]])
  })
})

test.each<[string, (peer: Peer) => void]>([
  ['GOODBYE', peer => peer.sends([6, {}, 'wamp.close.normal'])],
  ['ABORT', peer => peer.sends([3, {}, 'wamp.close.normal'])],
  ['a violation', peer => peer.sends([36, 1, 1, {}])],
  ['its link', peer => peer.link.close()],
])('it is published once, whether the session ends by %s', async (_, ends) => {
  const { peer, inherited, clock } = await setUp()
  await adds(peer, 1, ['com.a'])
  ends(peer)
  peer.link.close()
  await settled()
  clock.advance(60_000)
  expect(await inherited()).toEqual([[{ topic: 'com.a' }]])
})

test('it is published when the session can no longer be found, and is not sent to it', async () => {
  const { peer, heir, joins } = await setUp()
  peer.sends([32, 1, {}, 'com.a'])
  await peer.got()
  await adds(peer, 2, ['com.a'], { publish_options: { exclude_me: false } })
  const watcher = await joins()
  watcher.sends([32, 1, { match: 'prefix' }, ''])
  await watcher.got()
  peer.sends([6, {}, 'wamp.close.normal'])
  expect((await peer.got()).map(([type]) => type)).toEqual([6])
  const topics = (await watcher.got()).map(([, , , details]) => (details as { topic: string }).topic)
  expect(topics.filter(topic => !topic.startsWith('wamp.subscription.'))).toEqual(['com.a', 'wamp.session.on_leave'])
  expect(await heir.got()).toHaveLength(1)
})

test('the next session on the same link leaves nothing of the first', async () => {
  const { peer, inherited } = await setUp()
  await adds(peer, 1, ['com.a'])
  peer.sends([6, {}, 'wamp.close.normal'])
  await peer.got()
  expect(await inherited()).toHaveLength(1)
  await peer.join()
  peer.link.close()
  expect(await inherited()).toEqual([])
})

describe('flush_testaments', () => {
  test.each([
    [{}, ['detached']],
    [{ scope: 'destroyed' }, ['detached']],
    [{ scope: null }, ['detached']],
    [{ scope: 'detached' }, ['destroyed']],
  ])('%j leaves %j', async (kwargs, left) => {
    const { peer, inherited } = await setUp()
    for (const [index, scope] of ['detached', 'destroyed'].entries()) {
      await adds(peer, 2 * index + 1, ['com.a', [scope]], { scope })
      await adds(peer, 2 * index + 2, ['com.a', [scope]], { scope })
    }
    expect(await flushes(peer, 5, kwargs)).toEqual([])
    peer.link.close()
    expect((await inherited()).map(([, args]) => args)).toEqual([...left, ...left].map(scope => [scope]))
  })

  test("does not touch another session's, and is fine with none", async () => {
    const { heir, peer, inherited } = await setUp()
    await adds(peer, 1, ['com.a'])
    expect(await flushes(heir, 2)).toEqual([])
    peer.link.close()
    expect(await inherited()).toHaveLength(1)
  })
})

describe('publish_options', () => {
  test('are honoured', async () => {
    const { peer, heir, inherited } = await setUp()
    await adds(peer, 1, ['com.a', [1]], { publish_options: { exclude: [heir.id] } })
    await adds(peer, 2, ['com.a', [2]], { publish_options: { eligible: [heir.id], disclose_me: true } })
    await adds(peer, 3, ['com.a', [3]], { publish_options: { retain: true, eligible: null } })
    peer.link.close()
    const disclosed = { publisher: peer.id, publisher_authid: expect.any(String), publisher_authrole: 'anonymous' }
    expect(await inherited()).toEqual([
      [{ topic: 'com.a', ...disclosed }, [2]],
      [{ topic: 'com.a' }, [3]],
    ])
    heir.sends([32, 2, { get_retained: true }, 'com.a'])
    expect((await heir.got())[1]).toEqual([36, ID, ID, { retained: true }, [3]])
  })

  test('acknowledge is not, for nobody is there', async () => {
    const { peer, inherited } = await setUp()
    await adds(peer, 1, ['com.a'], { publish_options: { acknowledge: true } })
    peer.sends([6, {}, 'wamp.close.normal'])
    expect((await peer.got()).map(([type]) => type)).toEqual([6])
    expect(await inherited()).toHaveLength(1)
  })

  test.each([{ exclude: ['x'] }, { retain: 1 }, { eligible_authid: 'ann' }])(
    '%j are refused',
    async publish_options => {
      const { peer } = await setUp()
      expect(await adds(peer, 1, ['com.a'], { publish_options })).toBe('wamp.error.invalid_argument')
    },
  )

  test('ppt_scheme is for publishers that announced it', async () => {
    const { peer, attaches, inherited } = await setUp()
    const kwargs = { publish_options: { ppt_scheme: 'mqtt' } }
    expect(await adds(peer, 1, ['com.a'], kwargs)).toBe('wamp.error.invalid_argument')
    const roles = { ...ROLES, publisher: { features: { payload_passthru_mode: true } } }
    const other = await attaches().join('realm1', { roles })
    expect(await adds(other, 1, ['com.a'], kwargs)).toEqual([])
    other.link.close()
    expect(await inherited()).toEqual([[{ topic: 'com.a', ppt_scheme: 'mqtt' }]])
  })
})

describe('refused at once', () => {
  test.each<[string, unknown[], object, string]>([
    ['no topic', [], {}, 'wamp.error.invalid_argument'],
    ['a topic that is no text', [1], {}, 'wamp.error.invalid_argument'],
    ['a topic that is no URI', ['com..a'], {}, 'wamp.error.invalid_uri'],
    ['an empty topic', [''], {}, 'wamp.error.invalid_uri'],
    ['a topic of the router', ['wamp.session.on_leave'], {}, 'wamp.error.invalid_uri'],
    ['args that are no list', ['com.a', 1], {}, 'wamp.error.invalid_argument'],
    ['kwargs that are no dict', ['com.a', [], [1]], {}, 'wamp.error.invalid_argument'],
    ['another scope', ['com.a'], { scope: 'dead' }, 'wamp.error.invalid_argument'],
    ['options that are no dict', ['com.a'], { publish_options: [] }, 'wamp.error.invalid_argument'],
  ])('%s', async (_, args, kwargs, error) => {
    const { peer, inherited } = await setUp()
    expect(await adds(peer, 1, args, kwargs)).toBe(error)
    peer.link.close()
    expect(await inherited()).toEqual([])
  })

  test('null for args and kwargs is nothing', async () => {
    const { peer, inherited } = await setUp()
    expect(await adds(peer, 1, ['com.a', null, null], { publish_options: null })).toEqual([])
    peer.link.close()
    expect(await inherited()).toEqual([[{ topic: 'com.a' }]])
  })
})

describe('bounds', () => {
  test('a session has 100 at most, and the earlier ones hold', async () => {
    const { peer, inherited } = await setUp()
    for (let count = 1; count <= 100; count++) expect(await adds(peer, count, ['com.a'])).toEqual([])
    expect(await adds(peer, 101, ['com.a'])).toBe('wamp_mesh.error.limit_reached')
    await flushes(peer, 102)
    expect(await adds(peer, 103, ['com.b'])).toEqual([])
    peer.link.close()
    expect(await inherited()).toEqual([[{ topic: 'com.b' }]])
  })

  test('they have a megabyte together', async () => {
    const { peer, inherited } = await setUp()
    const text = 'x'.repeat(200_000)
    expect(await adds(peer, 1, ['com.a', [text]])).toEqual([])
    expect(await adds(peer, 2, ['com.a', [text]])).toEqual([])
    expect(await adds(peer, 3, ['com.a', [text]])).toBe('wamp_mesh.error.limit_reached')
    peer.link.close()
    expect(await inherited()).toHaveLength(2)
  })
})
