// EventStore in a real browser's IndexedDB: a router that comes after a reload has the history of the one before.

import { expect, it } from 'vitest'
import { openEventStore } from '../../src/host/event-store.ts'
import { Payload } from '../../src/protocol/payload.ts'
import type { KeptEvent } from '../../src/router/broker/kept-event.ts'
import { member, realmWith } from '../router/broker/members.ts'

const values = ({ trailing }: KeptEvent) => trailing[0]

it('has the events, and goes on recording, before anybody has subscribed', async () => {
  const name = globalThis.crypto.randomUUID()
  const first = await openEventStore({ name })
  const before = realmWith({ eventHistory: { limit: 3, store: first } }).broker
  const { session } = member()
  before.subscribe(session, [32, 1, { match: 'prefix' }, 'com.'])
  for (let value = 1; value <= 5; value++) {
    before.publish(session, [
      16,
      value,
      {},
      'com.app',
      Payload.of([value, Uint8Array.of(value), 2n ** 60n], { a: null }),
    ])
  }
  await first.flushed()

  const second = await openEventStore({ name })
  const after = realmWith({ eventHistory: { limit: 3, store: second } }).broker
  after.publish(session, [16, 1, {}, 'com.other', Payload.of([6])])
  const [subscription] = after.subscriptions.all()
  expect(subscription).toMatchObject({ match: 'prefix', topic: 'com.' })
  expect(subscription && after.history.of(subscription).map(values)).toEqual([
    [4, Uint8Array.of(4), 2n ** 60n],
    [5, Uint8Array.of(5), 2n ** 60n],
    [6],
  ])
  await second.flushed()
  expect([...(await openEventStore({ name })).load()].map(values).at(-1)).toEqual([6])
})

it('goes on in memory where the origin may not have a database', async () => {
  const errors: Error[] = []
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  try {
    const store = await openEventStore({ name: 'denied', onerror: error => errors.push(error) })
    expect([...store.load()]).toEqual([])
    await store.flushed()
  } finally {
    IDBFactory.prototype.open = open
  }
  expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/until this page closes.*denied/)])
})
