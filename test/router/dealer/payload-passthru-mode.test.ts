// payload_passthru_mode of calls [wamp:payload-passthru-mode]: PPT-2, PPT-4, PPT-6 (D9), PPT-7; T-26.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { ABORT, callError, calleeAndCaller, joinsWith, registered, SENTENCE } from './calling.ts'

const MODE = 'payload_passthru_mode'
const PROGRESS = 'progressive_call_results'
const PPT = { ppt_scheme: 'x_own', ppt_serializer: 'cbor', ppt_cipher: 'aes256gcm', ppt_keyid: 'key' }
const ENC = { enc_algo: 'cryptobox', enc_serializer: 'json', enc_key: 'key' }
const BYTES = new Uint8Array([0, 255, 1])

test.each(SERIALIZERS.filter(({ binary }) => binary))(
  'PPT-7: the keys and the bytes reach callee and caller as they are, over $id',
  async serializer => {
    const context = trace()
    const [callee, caller] = [
      await joinsWith(context, [MODE, PROGRESS], { serializer }),
      await joinsWith(context, [MODE, PROGRESS], { serializer }),
    ]
    const id = await registered(callee, 1)
    caller.sends([48, 1, { ...PPT, receive_progress: true }, 'com.app.p', [BYTES]], [48, 2, PPT, 'com.app.p', [BYTES]])
    expect(await callee.got()).toEqual([
      [68, 1, id, { ...PPT, receive_progress: true }, [BYTES]],
      [68, 2, id, PPT, [BYTES]],
    ])
    callee.sends(
      [70, 1, { ...PPT, progress: true }, [BYTES]],
      [70, 1, { ppt_scheme: 'wamp' }, [BYTES]],
      [8, 68, 2, PPT, 'com.app.error', [BYTES]],
    )
    const got = await caller.got()
    expect(got.filter(([type]) => type === 50)).toEqual([
      [50, 1, { ...PPT, progress: true }, [BYTES]],
      [50, 1, { ppt_scheme: 'wamp' }, [BYTES]],
    ])
    expect(got.filter(([type]) => type === 8)).toEqual([[8, 48, 2, PPT, 'com.app.error', [BYTES]]])
  },
)

test('a payload is not looked at: one that is not what the mode asks for goes through too', async () => {
  const { callee, caller, registration } = await calleeAndCaller({ callee: [MODE], caller: [MODE] })
  caller.sends([48, 1, PPT, 'com.app.p', [1, 2], { key: 3 }])
  expect(await callee.got()).toEqual([[68, 1, registration, PPT, [1, 2], { key: 3 }]])
})

describe('PPT-2: who did not announce the mode may not use it', () => {
  test.each(['com.app.p', 'com.app.nobody'])('a caller of %s', async procedure => {
    const { callee, caller } = await calleeAndCaller({ callee: [MODE] })
    caller.sends([48, 1, PPT, procedure, [1]])
    expect(await caller.got()).toEqual([ABORT])
    expect(await callee.got()).toEqual([])
  })

  test.each([
    ['a result', [70, 1, PPT, [1]]],
    ['a part of one', [70, 1, { ...PPT, progress: true }, [1]]],
    ['an error', [8, 68, 1, PPT, 'com.app.error', [1]]],
  ])('a callee, in %s; its caller is told', async (_, answer) => {
    const { callee, caller } = await calleeAndCaller({ caller: [MODE, PROGRESS] })
    caller.sends([48, 1, { receive_progress: true }, 'com.app.p'])
    await callee.got()
    callee.sends(answer)
    expect(await callee.got()).toEqual([ABORT])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.canceled')])
  })
})

test('PPT-4: a callee without it is not asked', async () => {
  const { callee, caller } = await calleeAndCaller({ caller: [MODE] })
  caller.sends([48, 1, PPT, 'com.app.p', [1]], [48, 2, PPT, 'wamp.session.count', [1]])
  expect(await caller.got()).toEqual([1, 2].map(id => callError(id, 'wamp.error.feature_not_supported')))
  expect(await callee.got()).toEqual([])
  caller.sends([48, 3, {}, 'com.app.p'])
  expect(await callee.got()).toEqual([[68, 1, expect.any(Number), {}]])
})

describe('PPT-6, D9: a caller without it', () => {
  const features = [MODE, PROGRESS, 'call_canceling']

  test('is told in place of the result', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: features })
    caller.sends([48, 1, {}, 'com.app.p'])
    await callee.got()
    callee.sends([70, 1, PPT, [1]])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.feature_not_supported')])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })

  test('is told in place of a part, which ends the call', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: features })
    caller.sends([48, 1, { receive_progress: true }, 'com.app.p'])
    await callee.got()
    callee.sends([70, 1, { ...PPT, progress: true }, [1]], [70, 1, {}, ['all']])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.feature_not_supported')])
    expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
  })

  test('gets the URI of an error', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: features })
    caller.sends([48, 1, {}, 'com.app.p'])
    await callee.got()
    callee.sends([8, 68, 1, PPT, 'com.app.error', [1]])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'com.app.error', SENTENCE]])
  })
})

test.each([{ ppt_scheme: '' }, { ppt_cipher: 'aes256gcm', ppt_keyid: 'key' }, { ppt_scheme: null }])(
  'without a scheme it is an ordinary message: %j',
  async options => {
    const { callee, caller, registration } = await calleeAndCaller()
    caller.sends([48, 1, options, 'com.app.p', [1]])
    expect(await callee.got()).toEqual([[68, 1, registration, {}, [1]]])
    callee.sends([70, 1, options, [2]])
    expect(await caller.got()).toEqual([[50, 1, {}, [2]]])
  },
)

test.each(SERIALIZERS)('D8, T-26: payload transparency is passed on, announced or not, over $id', async serializer => {
  const { joins } = trace()
  const [callee, caller] = [await joins(serializer), await joins(serializer)]
  const id = await registered(callee, 1)
  const bare = serializer.binary ? BYTES : '\u0000AP8B'
  caller.sends([48, 1, ENC, 'com.app.p', bare])
  expect(await callee.got()).toEqual([[68, 1, id, ENC, bare]])
  callee.sends([70, 1, ENC, bare])
  expect(await caller.got()).toEqual([[50, 1, ENC, bare]])
  caller.sends([48, 2, { enc_algo: 'x_own' }, 'com.app.p', bare])
  expect(await callee.got()).toEqual([[68, 2, id, { enc_algo: 'x_own' }, bare]])
  callee.sends([8, 68, 2, ENC, 'com.app.error', bare])
  expect(await caller.got()).toEqual([[8, 48, 2, ENC, 'com.app.error', bare]])
})
