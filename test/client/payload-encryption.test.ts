// End-to-end encrypted events: who has the key hears them, and a router, however it lies, gets nothing past it.

import { describe, expect, test, vi } from 'vitest'
import type { PayloadKey } from '../../src/client/payload-encryption.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { type Call, calm, everything, KEY, NO_KEY, NOT_SEALED, next, PPT, pubSub, withKeys } from './encrypting.ts'
import { failed, settlement } from './network.ts'
import { opened, openedAdvanced } from './scripted-router.ts'

describe('events', () => {
  test('are one binary to the router, without anything of what they say', async () => {
    const { publisher } = await pubSub()
    void publisher.session.publish('com.app.t', ['secret'], { word: 'secret' }, { exclude_me: false })
    const [message] = await next(publisher.peer)
    expect(message).toEqual([16, 1, { exclude_me: false, ...PPT }, 'com.app.t', [expect.any(Uint8Array)]])
    expect(JSON.stringify(message)).not.toMatch(/secret/)
    const [binary] = (message as unknown[][])[4] as [Uint8Array]
    expect(new TextDecoder().decode(binary)).not.toMatch(/secret/)
  })

  test('reach who has the key, with everything that arguments can be', async () => {
    const { subscriber, sealed, handler } = await pubSub()
    const args = [1, 2.5, 'text', null, true, [1, [2]], { a: { b: 1 } }, Uint8Array.of(1, 2, 3)]
    const { details, binary } = await sealed('com.app.t', args, { key: Uint8Array.of(4) })
    subscriber.peer.sends([36, 11, 5, details, [binary]])
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    expect(handler.mock.calls[0]?.slice(0, 2)).toEqual([args, { key: Uint8Array.of(4) }])
  })

  test('R-ORD-1: keep their order, sealed or not, large or small', async () => {
    const options = withKeys({ uri: 'com.app.t', key: KEY })
    const { publisher, subscriber, got } = await pubSub(options, vi.fn(), 'com.app.', 'prefix')
    const count = 200
    for (let index = 0; index < count; index++) {
      const large = index % 3 === 0 ? 'x'.repeat(20_000) : ''
      void publisher.session.publish(index % 2 ? 'com.app.t' : 'com.app.plain', [index, large])
    }
    const messages = (await next(publisher.peer, count)) as Call[]
    expect(messages.map(([, id]) => id)).toEqual(Array.from({ length: count }, (_, index) => index + 1))
    for (const [, id, details, topic, args] of messages)
      subscriber.peer.sends([36, 11, id, { ...details, topic }, args])
    await vi.waitFor(() => expect(got()).toHaveLength(count))
    expect(got().map(([index]) => index)).toEqual(Array.from({ length: count }, (_, index) => index))
  })

  test('are sealed as they are when they are published', async () => {
    const { publisher, subscriber, got } = await pubSub()
    const args = ['before']
    void publisher.session.publish('com.app.t', args)
    args[0] = 'after'
    const [[, , details, , sealed] = []] = (await next(publisher.peer)) as Call[]
    subscriber.peer.sends([36, 11, 5, details, sealed])
    await vi.waitFor(() => expect(got()).toEqual([['before']]))
  })

  test.each(SERIALIZERS)(
    'without a key, behind one that is being sealed, say what they said when published: $id',
    async serializer => {
      const { session, peer } = await openedAdvanced(withKeys({ uri: 'com.app.t', key: KEY }), serializer)
      const [args, kwargs, bytes] = [['before'], { a: { b: 'before' } }, Uint8Array.of(1)]
      void session.publish('com.app.t', ['sealed'])
      void session.publish('com.app.plain', args, kwargs)
      const call = session.callProgressive('com.app.plain', [bytes], {}, { progress: true })
      call.send(args)
      args[0] = 'after'
      kwargs.a.b = 'after'
      bytes[0] = 2
      const wire = serializer.binary ? Uint8Array.of(1) : '\u0000AQ=='
      expect((await next(peer, 4)).slice(1)).toEqual([
        [16, 2, {}, 'com.app.plain', ['before'], { a: { b: 'before' } }],
        [48, 3, { progress: true, receive_progress: true }, 'com.app.plain', [wire]],
        [48, 3, { progress: true }, 'com.app.plain', ['before']],
      ])
      peer.sends([50, 3, {}])
      await call.result
    },
  )

  test('without a key that cannot be sent are refused, behind one that is being sealed too', async () => {
    const { session, peer } = await openedAdvanced(withKeys({ uri: 'com.app.t', key: KEY }), msgpack)
    void session.publish('com.app.t', ['sealed'])
    const refused = session.publish('com.app.plain', [() => {}], {}, { acknowledge: true })
    expect(await settlement(refused)).toEqual(failed('wamp.error.invalid_argument'))
    expect((await next(peer)).map(([type, id]) => [type, id])).toEqual([[16, 1]])
  })

  test.each<[string, PayloadKey[], string]>([
    ['no key', [], NO_KEY],
    ['no key of this id', [{ uri: 'com.app.t', key: KEY, keyid: 'other' }], NO_KEY],
    ['another key', [{ uri: 'com.app.t', key: new Uint8Array(32) }], NOT_SEALED],
  ])('reach nobody with %s, who is told', async (_, keys, uri) => {
    const { sealed } = await pubSub()
    const { subscriber, handler, onerror } = await pubSub(withKeys(...keys))
    const { details, binary } = await sealed()
    subscriber.peer.sends([36, 11, 5, details, [binary]])
    await vi.waitFor(() => expect(onerror).toHaveBeenCalled())
    expect(onerror.mock.calls).toEqual([[expect.objectContaining({ error: uri })]])
    expect(handler).not.toHaveBeenCalled()
    expect(subscriber.session.isOpen).toBe(true)
  })

  test('PPT-7: of an old key are read by its id while a new one is in use', async () => {
    const old = { uri: 'com.app.t', key: new Uint8Array(32), keyid: 'old' }
    const { sealed } = await pubSub(withKeys(old))
    const { subscriber, got } = await pubSub(withKeys({ uri: 'com.app.t', key: KEY, keyid: 'new' }, old))
    const { details, binary } = await sealed()
    expect(details).toEqual({ ...PPT, ppt_keyid: 'old' })
    subscriber.peer.sends([36, 11, 5, details, [binary]])
    await vi.waitFor(() => expect(got()).toEqual([['secret']]))
  })

  test.each<[string, object, (binary: Uint8Array) => unknown[]]>([
    ['a bit turned', PPT, binary => [binary.map((byte, at) => (at === 20 ? byte ^ 1 : byte))]],
    ['another nonce', PPT, binary => [binary.map((byte, at) => (at === 0 ? byte ^ 1 : byte))]],
    ['its end cut off', PPT, binary => [binary.subarray(0, -1)]],
    ['nearly nothing', PPT, () => [Uint8Array.of(1)]],
    ['no binary', PPT, () => ['text']],
    ['nothing', PPT, () => []],
    ['another cipher named', { ...PPT, ppt_cipher: 'xsalsa20poly1305' }, binary => [binary]],
    ['no scheme, as if it were plain', {}, binary => [binary]],
    ['a forged text in its place', {}, () => ['trust me']],
    ['another scheme', { ...PPT, ppt_scheme: 'x_other' }, binary => [binary]],
  ])('are not let through with %s', async (_, details, forge) => {
    const { subscriber, sealed, handler, onerror } = await pubSub()
    const { binary } = await sealed()
    subscriber.peer.sends([36, 11, 5, details, forge(binary)])
    await vi.waitFor(() => expect(onerror).toHaveBeenCalled())
    expect(onerror.mock.calls).toEqual([[expect.objectContaining({ error: NOT_SEALED })]])
    expect(handler).not.toHaveBeenCalled()
  })

  test.each<[string, string, object]>([
    ['of another topic', 'com.app.other', {}],
    ['of another topic that the router calls by its own name', 'com.app.other', { topic: 'com.app.other' }],
  ])('%s are not let through', async (_, topic, said) => {
    const { subscriber, sealed, handler, onerror } = await pubSub()
    const { details, binary } = await sealed(topic)
    subscriber.peer.sends([36, 11, 5, { ...details, ...said }, [binary]])
    await vi.waitFor(() => expect(onerror).toHaveBeenCalled())
    expect(handler).not.toHaveBeenCalled()
  })

  test('that a router makes up under a topic without key are not let into one that has one', async () => {
    const { subscriber, handler, onerror } = await pubSub()
    subscriber.peer.sends([36, 11, 5, { topic: 'com.other' }, ['trust me']])
    await vi.waitFor(() => expect(onerror).toHaveBeenCalled())
    expect(handler).not.toHaveBeenCalled()
  })

  test('without a key, and those of the router itself, are as always', async () => {
    const options = withKeys({ uri: '', match: 'prefix', key: KEY })
    const { subscriber, got } = await pubSub(options, vi.fn(), 'wamp.session.on_leave')
    subscriber.peer.sends([36, 11, 5, {}, [7]])
    await calm()
    expect(got()).toEqual([[7]])
    const plain = await pubSub(withKeys())
    void plain.publisher.session.publish('com.app.t', ['plain'])
    expect(await plain.publisher.peer.got()).toEqual([[16, 1, {}, 'com.app.t', ['plain']]])
  })

  test('that cannot be said in JSON are refused, and hold up nobody', async () => {
    const { publisher } = await pubSub()
    const refused = settlement(publisher.session.publish('com.app.t', [new Map()], {}, { acknowledge: true }))
    void publisher.session.publish('com.app.t', ['fine'])
    expect(await refused).toEqual(failed('wamp.error.invalid_argument'))
    expect((await next(publisher.peer)).map(([type, id]) => [type, id])).toEqual([[16, 1]])
  })

  test('PPT-3: are never sent in the clear because a router lacks the feature', async () => {
    const { session, peer } = await opened(everything(), msgpack)
    const refused = settlement(session.publish('com.app.t', ['secret'], {}, { acknowledge: true }))
    expect(await refused).toEqual(failed('wamp.error.feature_not_supported'))
    expect(await peer.got()).toEqual([])
  })

  test('that are being sealed when the link ends reject', async () => {
    const { publisher } = await pubSub()
    const publishing = settlement(publisher.session.publish('com.app.t', [1], {}, { acknowledge: true }))
    publisher.peer.link.close()
    expect(await publishing).toEqual(failed('wamp.error.network_failure'))
  })
})
