// payload_passthru_mode of publications [wamp:payload-passthru-mode].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { ROLES, trace } from '../../trace.ts'

const ANNOUNCED = { roles: { ...ROLES, publisher: { features: { payload_passthru_mode: true } } } }
const PPT = { ppt_scheme: 'wamp', ppt_serializer: 'cbor', ppt_cipher: 'aes256gcm', ppt_keyid: 'k1' }
const secret = Uint8Array.of(0, 255, 1)

describe.each(SERIALIZERS)('over $id', serializer => {
  const bytes = serializer.id === 'json' ? '\u0000AP8B' : secret

  test('PPT-7: what the publisher says of the payload, subscribers are told; the payload is passed on', async () => {
    const { attaches, joins } = trace()
    const [publisher, a] = [await attaches(serializer).join('realm1', ANNOUNCED), await joins(serializer)]
    a.sends([32, 1, {}, 'com.app.t'])
    await a.got()
    publisher.sends([16, 1, { ...PPT, disclose_me: false }, 'com.app.t', [bytes]])
    publisher.sends([16, 2, { ppt_scheme: 'x_own' }, 'com.app.t', [bytes]])
    expect((await a.got()).map(event => event.slice(3))).toEqual([
      [PPT, [bytes]],
      [{ ppt_scheme: 'x_own' }, [bytes]],
    ])
  })

  test('PPT-2: who did not announce it is aborted', async () => {
    const { joins } = trace()
    const [publisher, a] = [await joins(serializer), await joins(serializer)]
    a.sends([32, 1, {}, 'com.app.t'])
    await a.got()
    publisher.sends([16, 1, { ppt_scheme: 'wamp', acknowledge: true }, 'com.app.t', [bytes]])
    expect(await publisher.got()).toEqual([
      [3, { message: expect.stringContaining('payload_passthru_mode') }, 'wamp.error.protocol_violation'],
    ])
    expect(await a.got()).toEqual([])
  })

  test('T-26: the older payload transparency is passed on too, for everybody', async () => {
    const { joins } = trace()
    const [publisher, a] = [await joins(serializer), await joins(serializer)]
    a.sends([32, 1, {}, 'com.app.t'])
    await a.got()
    const options = { enc_algo: 'cryptobox', enc_serializer: 'json', enc_key: 'GTtQ37XGJO2O' }
    publisher.sends([16, 1, { ...options, exclude_me: false }, 'com.app.t', bytes])
    expect((await a.got()).map(event => event.slice(3))).toEqual([[options, bytes]])
  })
})

test.each([{ ppt_scheme: '' }, { ppt_cipher: 'aes256gcm' }, { ppt_scheme: null, ppt_keyid: 'k' }, { enc_key: 'k' }])(
  'without a scheme there is no mode: %j is not passed on',
  async options => {
    const { joins } = trace()
    const [publisher, a] = [await joins(), await joins()]
    a.sends([32, 1, {}, 'com.app.t'])
    await a.got()
    publisher.sends([16, 1, options, 'com.app.t', ['x']])
    expect((await a.got()).map(event => event.slice(3))).toEqual([[{}, ['x']]])
  },
)

test('PPT-8, PPT-11: the router does not look into the payload, whatever its form', async () => {
  const { attaches, joins } = trace()
  const [publisher, a] = [await attaches().join('realm1', ANNOUNCED), await joins()]
  a.sends([32, 1, {}, 'com.app.t'])
  await a.got()
  publisher.sends([16, 1, { ppt_scheme: 'mqtt' }, 'com.app.t', [1, 2], { not: 'binary' }])
  expect((await a.got()).map(event => event.slice(3))).toEqual([[{ ppt_scheme: 'mqtt' }, [1, 2], { not: 'binary' }]])
})
