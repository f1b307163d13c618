// publisher_exclusion [wamp:publisher-exclusion].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each([
    ['not said', {}, false],
    ['true', { exclude_me: true }, false],
    ['null, so not said [T-6]', { exclude_me: null }, false],
    ['false', { exclude_me: false }, true],
  ])('R-PUB-3: exclude_me is %s', async (_, options, received) => {
    const { joins } = trace()
    const [publisher, other] = [await joins(serializer), await joins(serializer)]
    for (const peer of [publisher, other]) peer.sends([32, 1, {}, 'com.app.t'])
    await publisher.got()
    await other.got()
    publisher.sends([16, 2, options, 'com.app.t', [1]])
    expect(await publisher.got()).toHaveLength(received ? 1 : 0)
    expect(await other.got()).toHaveLength(1)
  })

  test('a publisher that is not subscribed receives nothing', async () => {
    const publisher = await trace().joins(serializer)
    publisher.sends([16, 1, { exclude_me: false }, 'com.app.t'])
    expect(await publisher.got()).toEqual([])
  })

  test('the black list counts for the publisher too', async () => {
    const publisher = await trace().joins(serializer)
    publisher.sends([32, 1, {}, 'com.app.t'], [16, 2, { exclude_me: false, exclude: [publisher.id] }, 'com.app.t'])
    expect((await publisher.got()).map(([type]) => type)).toEqual([33])
  })

  test('another session of the same person is not excluded', async () => {
    const { joins } = trace()
    const origin = { authid: 'ann' }
    const [publisher, twin] = [await joins(serializer, { origin }), await joins(serializer, { origin })]
    twin.sends([32, 1, {}, 'com.app.t'])
    await twin.got()
    publisher.sends([16, 1, {}, 'com.app.t'])
    expect(await twin.got()).toHaveLength(1)
  })
})

test('exclude_me that is no boolean is a violation', async () => {
  const publisher = await trace().joins()
  publisher.sends([16, 1, { exclude_me: 0 }, 'com.app.t'])
  expect(await publisher.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
})
