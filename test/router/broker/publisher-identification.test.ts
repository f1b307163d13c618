// publisher_identification [wamp:publisher-identification].

import { describe, expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { member, realmWith } from './members.ts'

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

describe("what the realm's rules say", () => {
  function published(options: object, disclose: boolean | undefined) {
    const { broker } = realmWith()
    const [subscriber, publisher] = [member(), member()]
    broker.subscribe(subscriber.session, [32, 1, {}, 'com.app.t'])
    subscriber.got()
    const publish = () => broker.publish(publisher.session, [16, 1, options, 'com.app.t', Payload.empty], disclose)
    return { publish, subscriber, publisher }
  }

  test.each([{}, { disclose_me: false }, { disclose_me: true }])('true discloses who says %j', options => {
    const { publish, subscriber, publisher } = published(options, true)
    publish()
    const { id } = publisher.session
    expect(subscriber.got()[0]?.[3]).toEqual({ publisher: id, publisher_authid: 'ann', publisher_authrole: 'guest' })
  })

  test('false refuses who asks to be disclosed, and delivers nothing', () => {
    const { publish, subscriber, publisher } = published({ disclose_me: true, acknowledge: true }, false)
    expect(publish).toThrow(/wamp.error.option_disallowed.disclose_me/)
    expect([...subscriber.got(), ...publisher.got()]).toEqual([])
  })

  test('false does not mind who does not ask', () => {
    const { publish, subscriber } = published({}, false)
    publish()
    expect(subscriber.got()[0]?.[3]).toEqual({})
  })
})
