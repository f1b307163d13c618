// session_meta_api: on_join, on_leave, count, list and get [wamp:session-meta-api].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, trace } from '../../trace.ts'

const ANN = { authid: 'ann', authrole: 'guest', authmethod: 'invite', authprovider: 'room' }
const BEN = { authid: 'ben', authrole: 'host', authmethod: 'internal', authprovider: 'room' }

/** A procedure's only result. */
async function calls(peer: Peer, request: number, procedure: string, args: unknown[] = []) {
  peer.sends([48, request, {}, procedure, args])
  const [reply] = await peer.got()
  return reply?.[0] === 50 ? (reply[3] as unknown[])[0] : reply
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('on_join and on_leave tell who', async () => {
    const { joins } = trace()
    const watcher = await joins(serializer)
    watcher.sends([32, 1, {}, 'wamp.session.on_join'], [32, 2, {}, 'wamp.session.on_leave'])
    const [[, , join] = [], [, , leave] = []] = await watcher.got()
    const ann = await joins(undefined, { origin: ANN })
    expect(await watcher.got()).toEqual([[36, join, expect.any(Number), {}, [{ session: ann.id, ...ANN }]]])
    ann.sends([6, {}, 'wamp.close.normal'])
    expect(await watcher.got()).toEqual([[36, leave, expect.any(Number), {}, [ann.id, 'ann', 'guest']]])
  })

  test('count, list and get', async () => {
    const { joins } = trace()
    const [ann, ben] = [await joins(serializer, { origin: ANN }), await joins(serializer, { origin: BEN })]
    expect(await calls(ann, 1, 'wamp.session.count')).toBe(2)
    expect(await calls(ann, 2, 'wamp.session.list')).toEqual([ann.id, ben.id])
    expect(await calls(ann, 3, 'wamp.session.get', [ben.id])).toEqual({ session: ben.id, ...BEN })
    expect(await calls(ann, 4, 'wamp.session.count', [['host']])).toBe(1)
    expect(await calls(ann, 5, 'wamp.session.list', [['host', 'nobody']])).toEqual([ben.id])
    expect(await calls(ann, 6, 'wamp.session.list', [[]])).toEqual([])
    expect(await calls(ann, 7, 'wamp.session.count', [null])).toBe(2)
    ben.link.close()
    await settled()
    expect(await calls(ann, 8, 'wamp.session.list')).toEqual([ann.id])
  })

  test.each([[1], ['1'], [null], [], [{}], [2 ** 53]])('get of %j is no_such_session', async (...args) => {
    const peer = await trace().joins(serializer)
    expect(await calls(peer, 1, 'wamp.session.get', args)).toEqual([
      8,
      48,
      1,
      {},
      'wamp.error.no_such_session',
      [expect.stringMatching(/no session/)],
    ])
  })

  test.each(['wamp.session.count', 'wamp.session.list'])('%s refuses a filter that is no list of text', async uri => {
    const peer = await trace().joins(serializer)
    for (const [index, filter] of ['guest', 1, [1], { a: 1 }].entries()) {
      expect(await calls(peer, index + 1, uri, [filter])).toEqual([
        8,
        48,
        index + 1,
        {},
        'wamp.error.invalid_argument',
        [expect.any(String)],
      ])
    }
  })
})

test('a session leaves once, however it ends', async () => {
  const { joins, clock, router } = trace()
  const watcher = await joins()
  watcher.sends([32, 1, {}, 'wamp.session.on_leave'])
  await watcher.got()
  const endings: ((peer: Peer) => void)[] = [
    peer => peer.sends([6, {}, 'wamp.close.normal']),
    peer => peer.sends([3, {}, 'wamp.close.normal']),
    peer => peer.sends([36, 1, 1, {}]),
    peer => peer.link.close(),
  ]
  for (const ends of endings) {
    const peer = await joins()
    ends(peer)
    peer.link.close()
    await settled()
    clock.advance(60_000)
    expect((await watcher.got()).map(event => (event[4] as unknown[])[0])).toEqual([peer.id])
  }
  expect(router.size).toBe(1)
})

test('who joins hears of others only', async () => {
  const { attaches } = trace()
  const peer = attaches()
  await peer.join()
  peer.sends([32, 1, {}, 'wamp.session.on_join'])
  expect((await peer.got()).map(([type]) => type)).toEqual([33])
})

test('it is no session that anybody sees, and answers nobody outside its realm', async () => {
  const { attaches } = trace()
  const [here, there] = [await attaches().join('here'), await attaches().join('there')]
  expect(await calls(here, 1, 'wamp.session.list')).toEqual([here.id])
  expect(await calls(here, 2, 'wamp.session.get', [there.id])).toContain('wamp.error.no_such_session')
})
