// Payload passthru mode with payloads that an application packs and reads itself.

import { describe, expect, test, vi } from 'vitest'
import { Result } from '../../src/client/result.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, outcome } from './network.ts'
import { opened, openedAdvanced, registered } from './scripted-router.ts'

const BYTES = Uint8Array.of(1, 2, 3)
const PPT = { ppt_scheme: 'x_mine', ppt_serializer: 'native', ppt_keyid: 'k1' }

describe.each(SERIALIZERS.filter(({ binary }) => binary))('PPT-7 over $id: the options go along with', serializer => {
  test('a call and its result, which comes as it is', async () => {
    const { session, peer } = await openedAdvanced({}, serializer)
    const call = session.call('com.app.p', [BYTES], {}, PPT)
    expect(await peer.got()).toEqual([[48, 1, PPT, 'com.app.p', [BYTES]]])
    peer.sends([50, 1, PPT, [BYTES]])
    expect(await call).toEqual(new Result([BYTES], {}, PPT))
  })

  test('an event', async () => {
    const { session, peer } = await openedAdvanced({}, serializer)
    void session.publish('com.app.t', [BYTES], {}, PPT)
    const handler = vi.fn()
    const subscribing = session.subscribe('com.app.t', handler)
    expect(await peer.got()).toEqual([
      [16, 1, PPT, 'com.app.t', [BYTES]],
      [32, 2, {}, 'com.app.t'],
    ])
    peer.sends([33, 2, 11], [36, 11, 5, PPT, [BYTES]])
    await subscribing
    await settled()
    expect(handler.mock.calls).toEqual([
      [[BYTES], {}, { ...PPT, topic: 'com.app.t', publication: 5 }, expect.anything()],
    ])
  })

  test('an invocation, and what its endpoint returns with options', async () => {
    const endpoint = vi.fn(() => new Result([BYTES], {}, PPT))
    const { peer } = await registered(endpoint, {}, serializer)
    peer.sends([68, 1, 21, PPT, [BYTES]])
    expect(await peer.got()).toEqual([[70, 1, PPT, [BYTES]]])
    expect(endpoint).toHaveBeenCalledWith([BYTES], {}, expect.objectContaining(PPT))
  })
})

test('PPT-3: nothing is sent to a router that does not pass it on, since that would end the session', async () => {
  const { session, peer } = await opened()
  const unsupported = failed('wamp.error.feature_not_supported')
  expect(await outcome(session.call('com.app.p', [BYTES], {}, PPT))).toEqual(unsupported)
  expect(await outcome(session.publish('com.app.t', [BYTES], {}, PPT))).toEqual(unsupported)
  expect(await peer.got()).toEqual([])
})

test.each<[string, unknown[], object]>([
  ['nothing', [], {}],
  ['two binaries', [BYTES, BYTES], {}],
  ['what is no binary', ['text'], {}],
  ['keyword arguments', [BYTES], { a: 1 }],
])('PPT-8: with %s it is refused', async (_, args, kwargs) => {
  const { session, peer } = await openedAdvanced()
  const refused = failed('wamp.error.invalid_argument')
  expect(await outcome(session.call('com.app.p', args, { ...kwargs }, PPT))).toEqual(refused)
  expect(await outcome(session.publish('com.app.t', args, { ...kwargs }, PPT))).toEqual(refused)
  expect(await peer.got()).toEqual([])
})

test('PPT-8: an endpoint that returns what is no binary has its caller told', async () => {
  const { peer } = await registered(() => new Result(['text'], {}, PPT))
  peer.sends([68, 1, 21, {}])
  expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.invalid_argument', [expect.any(String)]]])
})

test('PPT-12: the parts of a progressive call are one binary each, and only the first has the options', async () => {
  const { session, peer } = await openedAdvanced()
  const call = session.callProgressive('com.app.p', [BYTES], {}, { ...PPT, progress: true })
  call.send([BYTES])
  expect(() => call.send(['text'])).toThrow(/one Uint8Array/)
  void call.end([BYTES])
  expect((await peer.got()).map(([, , options]) => options)).toEqual([
    { ...PPT, progress: true, receive_progress: true },
    { progress: true },
    {},
  ])
  peer.sends([50, 1, {}])
  await call.result
})
