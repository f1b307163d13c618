// Trust levels, which the router assigns: handlers and endpoints see them in their details.

import { expect, test, vi } from 'vitest'
import { settled } from '../trace.ts'
import { opened, registered } from './scripted-router.ts'

test.each([0, 3])("A17: an event's trustlevel %d", async trustlevel => {
  const { session, peer } = await opened()
  const handler = vi.fn()
  const subscribing = session.subscribe('com.app.t', handler)
  peer.sends([33, 1, 11], [36, 11, 5, { trustlevel }])
  await subscribing
  await settled()
  expect(handler.mock.calls[0]?.[2]).toEqual({ trustlevel, topic: 'com.app.t', publication: 5 })
})

test.each([0, 3])("A7: an invocation's trustlevel %d", async trustlevel => {
  const { peer } = await registered((_args, _kwargs, details) => details.trustlevel)
  peer.sends([68, 1, 21, { trustlevel }])
  expect(await peer.got()).toEqual([[70, 1, {}, [trustlevel]]])
})
