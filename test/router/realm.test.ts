// What holds for every request of a session: the order of ids, URIs, realms apart from each other [R-ID, R-URI].

import { describe, expect, test } from 'vitest'
import type { Raw } from '../raw-codec.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { trace } from '../trace.ts'

const REQUESTS: [name: string, of: (request: number) => Raw][] = [
  ['PUBLISH', request => [16, request, {}, 'com.app.x']],
  ['SUBSCRIBE', request => [32, request, {}, 'com.app.x']],
  ['UNSUBSCRIBE', request => [34, request, 99]],
  ['CALL', request => [48, request, {}, 'com.app.x']],
  ['REGISTER', request => [64, request, {}, 'com.app.x']],
  ['UNREGISTER', request => [66, request, 99]],
]
const ABORT = [3, { message: expect.stringMatching(/request id/) }, 'wamp.error.protocol_violation']

describe.each(REQUESTS)('R-PE-9, R-ID-3: %s', (_, request) => {
  test.each([
    ['skips an id', [1, 3]],
    ['begins with 2', [2]],
    ['repeats an id', [1, 1]],
    ['goes back', [1, 2, 1]],
    ['goes far ahead', [2 ** 53]],
  ])('%s: a violation', async (_case, ids) => {
    const peer = await trace().joins()
    peer.sends(...ids.map(request))
    expect((await peer.got()).at(-1)).toEqual(ABORT)
    expect(peer.closed).toEqual(expect.any(String))
  })
})

test('R-ID-3: one counter serves all kinds of requests', async () => {
  const peer = await trace().joins()
  peer.sends(...REQUESTS.map(([, of], index) => of(index + 1)))
  expect((await peer.got()).some(([type]) => type === 3)).toBe(false)
  expect(peer.closed).toBeUndefined()
})

test('CANCEL and YIELD repeat ids and are not counted', async () => {
  const peer = await trace().joins()
  peer.sends([64, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'], [49, 2, {}], [70, 1, {}], [32, 3, {}, 'com.app.t'])
  expect((await peer.got()).map(([type, id]) => [type, id])).toEqual([
    [65, 1],
    [68, 1],
    [8, 48],
    [33, 3],
  ])
})

test('a refused request counts all the same', async () => {
  const peer = await trace().joins()
  peer.sends([48, 1, {}, 'com.app.nobody'], [48, 2, {}, 'com.app.nobody'])
  expect((await peer.got()).map(([type, , id]) => [type, id])).toEqual([
    [8, 1],
    [8, 2],
  ])
})

test.each(SERIALIZERS)('ids that are floats without a fraction are ids, over $id [T-2]', async serializer => {
  const peer = await trace().joins(serializer)
  const one =
    serializer.id === 'json'
      ? '[32,1.0,{},"com.app.t"]'
      : serializer.id === 'msgpack'
        ? Uint8Array.of(0x94, 0x20, 0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x80, 0xa1, 0x78)
        : Uint8Array.of(0x84, 0x18, 0x20, 0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xa0, 0x61, 0x78)
  peer.sendsFrame(one)
  expect(await peer.got()).toEqual([[33, 1, expect.any(Number)]])
})

describe.each(['', '.', 'com..x', '.com', 'com.', 'com app', 'com#app', 'com\napp', 'com.app\n', '\ufeff'])(
  'R-URI-2, R-URI-5: %j',
  uri => {
    test('SUBSCRIBE, REGISTER, CALL and acknowledged PUBLISH are refused', async () => {
      const peer = await trace().joins()
      peer.sends([32, 1, {}, uri], [64, 2, {}, uri], [48, 3, {}, uri], [16, 4, { acknowledge: true }, uri])
      expect(await peer.got()).toEqual(
        [32, 64, 48, 16].map((type, index) => [
          8,
          type,
          index + 1,
          {},
          'wamp.error.invalid_uri',
          [expect.stringMatching(/URI/)],
        ]),
      )
    })

    test('R-PUB-2: PUBLISH that is not acknowledged is dropped in silence', async () => {
      const peer = await trace().joins()
      peer.sends([16, 1, {}, uri])
      expect(await peer.got()).toEqual([])
    })
  },
)

test('R-URI-3: a realm may have the strict rule', async () => {
  const loose = await trace().joins()
  loose.sends([32, 1, {}, 'com.App.Ünicode'])
  expect(await loose.got()).toEqual([[33, 1, expect.any(Number)]])
  const strict = await trace({ settings: { uriRule: 'strict' } }).joins()
  strict.sends([32, 1, {}, 'com.App'], [32, 2, {}, 'com.app_1'])
  expect((await strict.got()).map(([type]) => type)).toEqual([8, 33])
})

describe('R-URI-4: URIs in wamp.', () => {
  test.each(['wamp', 'wamp.x', 'wamp.session.on_join'])('%s cannot be registered or published to', async uri => {
    const peer = await trace().joins()
    peer.sends([64, 1, {}, uri], [16, 2, { acknowledge: true }, uri], [16, 3, {}, uri])
    expect(await peer.got()).toEqual([
      [8, 64, 1, {}, 'wamp.error.invalid_uri', [expect.stringMatching(/reserved/)]],
      [8, 16, 2, {}, 'wamp.error.invalid_uri', [expect.stringMatching(/reserved/)]],
    ])
  })

  test('can be subscribed to and called', async () => {
    const peer = await trace().joins()
    peer.sends([32, 1, {}, 'wamp.x'], [48, 2, {}, 'wamp.session.count'])
    expect((await peer.got()).map(([type]) => type)).toEqual([33, 50])
  })

  test('wampx is somebody else', async () => {
    const peer = await trace().joins()
    peer.sends([64, 1, {}, 'wampx.foo'])
    expect(await peer.got()).toEqual([[65, 1, expect.any(Number)]])
  })
})

test('realms do not see each other', async () => {
  const { attaches } = trace()
  const [here, there] = [await attaches().join('here'), await attaches().join('there')]
  here.sends([32, 1, {}, 'com.app.t'], [64, 2, {}, 'com.app.p'])
  await here.got()
  there.sends([16, 1, {}, 'com.app.t'], [48, 2, {}, 'com.app.p'], [48, 3, {}, 'wamp.session.list'])
  expect(await there.got()).toEqual([
    [8, 48, 2, {}, 'wamp.error.no_such_procedure', [expect.any(String)]],
    [50, 3, {}, [[there.id]]],
  ])
  expect(await here.got()).toEqual([])
})
