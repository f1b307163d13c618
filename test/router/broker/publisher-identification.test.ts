// publisher_identification [wamp:publisher-identification].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'

async function detailsOfEvent(options: object, serializer = SERIALIZERS[0]) {
  const { joins } = trace()
  const origin = { authid: 'ann', authrole: 'guest' }
  const [subscriber, publisher] = [await joins(serializer), await joins(serializer, { origin })]
  subscriber.sends([32, 1, {}, 'com.app.t'])
  await subscriber.got()
  publisher.sends([16, 1, options, 'com.app.t'])
  const [event] = await subscriber.got()
  return { publisher, details: event?.[3] }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('who asks to be disclosed is', async () => {
    const { publisher, details } = await detailsOfEvent({ disclose_me: true }, serializer)
    expect(details).toEqual({ publisher: publisher.id, publisher_authid: 'ann', publisher_authrole: 'guest' })
  })

  test.each([{}, { disclose_me: false }, { disclose_me: null }])('who says %j is not', async options => {
    expect((await detailsOfEvent(options, serializer)).details).toEqual({})
  })
})

test('nobody says who they are themselves', async () => {
  expect((await detailsOfEvent({ publisher: 1, publisher_authid: 'admin' })).details).toEqual({})
})

test('disclose_me that is no boolean is a violation', async () => {
  const publisher = await trace().joins()
  publisher.sends([16, 1, { disclose_me: 'yes' }, 'com.app.t'])
  expect(await publisher.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
})
