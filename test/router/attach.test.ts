// States of a link at a router: HELLO, the open session, GOODBYE, ABORT, and the link used again [R-PE, R-SES, R-AB, R-GB].

import { describe, expect, test } from 'vitest'
import { encodeRaw, type Raw, SERIALIZERS } from '../raw-codec.ts'
import { type Peer, ROLES, trace } from '../trace.ts'

const HELLO = [1, 'realm1', { roles: ROLES }]
const ABORT = [3, { message: expect.stringMatching(/\S/) }, 'wamp.error.protocol_violation']

/** One well-formed message of each kind that only a router receives, HELLO apart. */
const TO_ROUTER: Record<string, Raw> = {
  AUTHENTICATE: [5, 'signature', {}],
  ERROR: [8, 68, 1, {}, 'com.app.error'],
  PUBLISH: [16, 1, {}, 'com.app.topic'],
  SUBSCRIBE: [32, 1, {}, 'com.app.topic'],
  UNSUBSCRIBE: [34, 1, 1],
  CALL: [48, 1, {}, 'com.app.procedure'],
  CANCEL: [49, 1, {}],
  REGISTER: [64, 1, {}, 'com.app.procedure'],
  UNREGISTER: [66, 1, 1],
  YIELD: [70, 1, {}],
}
/** And one of each kind that only a client receives, or nobody. */
const NOT_FOR_ROUTERS: Record<string, Raw> = {
  WELCOME: [2, 1, { roles: { broker: {} } }],
  CHALLENGE: [4, 'ticket', {}],
  PUBLISHED: [17, 1, 1],
  SUBSCRIBED: [33, 1, 1],
  UNSUBSCRIBED: [35, 1],
  EVENT: [36, 1, 1, {}],
  RESULT: [50, 1, {}],
  REGISTERED: [65, 1, 1],
  UNREGISTERED: [67, 1],
  INVOCATION: [68, 1, 1, {}],
  INTERRUPT: [69, 1, {}],
  HEARTBEAT: [7, 1, 1],
  'an extension message': [256, 1],
  EVENT_RECEIVED: [337, 1],
}
/** What is no message at all. */
const NONSENSE: Record<string, Raw> = {
  'an empty list': [],
  'a type that is text': ['1', 'realm1', {}],
  'a type that is a boolean': [true, 'realm1', {}],
  'a type that is a list': [[1], 'realm1', {}],
  'a type that is zero': [0],
  'a type that is negative': [-1],
  'a type that is a fraction': [1.5],
}

async function expectAborted(peer: Peer) {
  expect(await peer.got()).toEqual([ABORT])
  expect(peer.closed).toEqual(expect.any(String))
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-SES-3: HELLO is answered by WELCOME, and by nothing before it', async () => {
    const peer = trace().attaches(serializer)
    peer.sends(HELLO)
    expect(await peer.got()).toEqual([
      [
        2,
        expect.any(Number),
        {
          realm: 'realm1',
          agent: 'wamp-mesh',
          authid: expect.any(String),
          authrole: 'anonymous',
          authmethod: 'anonymous',
          authprovider: 'static',
          roles: {
            broker: { features: expect.any(Object) },
            dealer: { features: expect.any(Object) },
          },
        },
      ],
    ])
  })

  test('R-SES-4, R-ID-1: session ids are drawn at random over [1, 2^53]', async () => {
    const { joins } = trace()
    const ids = [await joins(serializer), await joins(serializer), await joins(serializer)].map(peer => peer.id)
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(Number.isSafeInteger(id) && id > 2 ** 32).toBe(true)
  })

  test.each(Object.entries({ ...TO_ROUTER, ...NOT_FOR_ROUTERS, ...NONSENSE, GOODBYE: [6, {}, 'wamp.close.normal'] }))(
    'R-PE-4, R-PE-5, R-SES-1: %s before HELLO is a violation',
    async (_, message) => {
      const { attaches, router } = trace()
      const peer = attaches(serializer)
      peer.sends(message)
      await expectAborted(peer)
      expect(router.counters.violations).toBe(1)
      expect(router.size).toBe(0)
    },
  )

  test.each(Object.entries({ ...NOT_FOR_ROUTERS, ...NONSENSE, HELLO, AUTHENTICATE: [5, 'signature', {}] }))(
    'R-PE-2, R-PE-10: %s in an open session is a violation',
    async (_, message) => {
      const { joins, router } = trace()
      const peer = await joins(serializer)
      peer.sends(message)
      await expectAborted(peer)
      expect(router.counters.violations).toBe(1)
      expect(router.size).toBe(0)
    },
  )

  test.each([16, 32, 34, 48, 49, 64, 66, 70, 1, 99])(
    'R-PE-6: ERROR for request type %d from a client is a violation',
    async type => {
      const peer = await trace().joins(serializer)
      peer.sends([8, type, 1, {}, 'com.app.error'])
      await expectAborted(peer)
    },
  )

  test('R-PE: a violation disposes of everything at once; nothing behind it is acted on', async () => {
    const { joins } = trace()
    const [offender, other] = [await joins(serializer), await joins(serializer)]
    offender.sends([64, 1, {}, 'com.app.p'], [32, 2, {}, 'com.app.t'])
    await offender.got()
    offender.sends([36, 1, 1, {}], [16, 3, {}, 'com.app.other'])
    other.sends([32, 1, {}, 'com.app.other'], [48, 2, {}, 'com.app.p'], [16, 3, { acknowledge: true }, 'com.app.t'])
    expect(await other.got()).toEqual([
      [33, 1, expect.any(Number)],
      [8, 48, 2, {}, 'wamp.error.no_such_procedure', [expect.any(String)]],
      [17, 3, expect.any(Number)],
    ])
    await expectAborted(offender)
  })

  test('R-AB-1: ABORT is not answered, before or in a session', async () => {
    const { attaches, joins, router } = trace()
    for (const peer of [attaches(serializer), await joins(serializer)]) {
      peer.sends([3, {}, 'wamp.error.system_shutdown'])
      expect(await peer.got()).toEqual([])
      expect(peer.closed).toEqual(expect.any(String))
    }
    expect(router.size).toBe(0)
    expect(router.counters.violations).toBe(0)
  })

  test('R-AB-1: ABORT may have arguments', async () => {
    const peer = await trace().joins(serializer)
    peer.sends([3, { message: 'so' }, 'com.app.reason', ['because'], { very: 'much' }])
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toEqual(expect.any(String))
  })

  test('R-GB-1: GOODBYE is answered by GOODBYE and nothing follows it', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    a.sends([32, 1, {}, 'com.app.t'])
    await a.got()
    a.sends([6, {}, 'wamp.close.normal'])
    b.sends([16, 1, {}, 'com.app.t'])
    expect(await a.got()).toEqual([[6, {}, 'wamp.close.goodbye_and_out']])
    expect(a.closed).toBeUndefined()
  })

  test('R-TR-3: the link may carry another session after GOODBYE, with request ids from 1 again', async () => {
    const { joins } = trace()
    const peer = await joins(serializer)
    const first = peer.id
    peer.sends([32, 1, {}, 'com.app.t'], [32, 2, {}, 'com.app.u'], [6, {}, 'wamp.close.normal'])
    await peer.got()
    await peer.join()
    expect(peer.id).not.toBe(first)
    peer.sends([32, 1, {}, 'com.app.t'])
    expect(await peer.got()).toEqual([[33, 1, expect.any(Number)]])
  })

  test('R-TR-3: HELLO directly behind GOODBYE opens the next session', async () => {
    const peer = await trace().joins(serializer)
    peer.sends([6, {}, 'wamp.close.normal'], HELLO)
    expect((await peer.got()).map(([type]) => type)).toEqual([6, 2])
  })

  test('after GOODBYE only HELLO opens anything', async () => {
    const peer = await trace().joins(serializer)
    peer.sends([6, {}, 'wamp.close.normal'], [16, 1, {}, 'com.app.t'])
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.goodbye_and_out'], ABORT])
    expect(peer.closed).toEqual(expect.any(String))
  })

  test.each(
    Object.entries({
      ...TO_ROUTER,
      ...NOT_FOR_ROUTERS,
      ...NONSENSE,
      HELLO,
      'HELLO without roles': [1, 'realm1', {}],
      'an option of a wrong type': [16, 1, { acknowledge: 1 }, 'com.app.t'],
    }),
  )('R-GB-2, R-GB-3: %s behind our own GOODBYE is ignored', async (_, message) => {
    const { joins, router } = trace()
    const peer = await joins(serializer)
    router.close()
    peer.sends(message)
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.system_shutdown']])
    expect(peer.closed).toBeUndefined()
    peer.sends([6, {}, 'wamp.close.goodbye_and_out'])
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toEqual(expect.any(String))
    expect(router.size).toBe(0)
  })

  test('R-PE-11: bytes that are no message are a violation', async () => {
    const { attaches, router } = trace()
    for (const frame of serializer.binary
      ? [new Uint8Array(), Uint8Array.of(0xc1), Uint8Array.of(0xff, 0xff)]
      : ['', '[', '{}', 'null', '1', '[NaN]']) {
      const peer = attaches(serializer)
      peer.sendsFrame(frame)
      await expectAborted(peer)
    }
    expect(router.size).toBe(0)
  })

  test('R-SER-3: a frame of the other kind, text or binary, is a violation', async () => {
    const peer = trace().attaches(serializer)
    peer.sendsFrame(serializer.binary ? JSON.stringify(HELLO) : encodeRaw('msgpack', HELLO))
    await expectAborted(peer)
  })

  test('every cut of a HELLO is a violation', async () => {
    const { attaches } = trace()
    const frame = encodeRaw(serializer.id, HELLO)
    for (let length = 0; length < frame.length; length++) {
      const peer = attaches(serializer)
      peer.sendsFrame(frame.slice(0, length))
      await expectAborted(peer)
    }
  })
})

test('a hostile peer does not disturb others', async () => {
  const { attaches, joins } = trace()
  const [subscriber, publisher] = [await joins(), await joins()]
  subscriber.sends([32, 1, {}, 'com.app.t'])
  await subscriber.got()
  for (const [index, message] of Object.values({ ...NOT_FOR_ROUTERS, ...NONSENSE }).entries()) {
    const hostile = attaches()
    hostile.sends(HELLO, [32, 1, {}, 'com.app.t'], message)
    publisher.sends([16, index + 1, { acknowledge: true }, 'com.app.t', [index]])
    expect(await subscriber.got()).toEqual([[36, expect.any(Number), expect.any(Number), {}, [index]]])
    expect(await publisher.got()).toEqual([[17, index + 1, expect.any(Number)]])
    expect(hostile.closed).toEqual(expect.any(String))
  }
})

test('a URI of a million components is answered, not a failure', async () => {
  const peer = await trace().joins()
  peer.sends([32, 1, {}, `${'a.'.repeat(2 ** 22)} `], [8, 68, 1, {}, `${'a.'.repeat(2 ** 22)} `])
  // And it is not said back in full.
  expect(await peer.got()).toEqual([
    [8, 32, 1, {}, 'wamp.error.invalid_uri', [expect.stringMatching(/^.{1,99}$/)]],
    ABORT,
  ])
})
