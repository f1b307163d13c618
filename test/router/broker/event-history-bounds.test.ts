// What an event history may cost, and what a store beside it is told.

import { describe, expect, test } from 'vitest'
import { refusal } from '../../../src/protocol/errors.ts'
import { Payload, type RawTrailing } from '../../../src/protocol/payload.ts'
import type { EventHistorySettings, EventStore } from '../../../src/router/broker/event-history.ts'
import type { KeptEvent } from '../../../src/router/broker/kept-event.ts'
import { type Member, member, realmWith } from './members.ts'

/** A store that keeps what it is told as it would be after a reload. */
function memoryStore() {
  const events = new Map<number, KeptEvent>()
  const store: EventStore = {
    load: () => [...events.values()].map(event => structuredClone(event)),
    add: (publication, describe) => events.set(publication, structuredClone(describe())),
    remove: publication => {
      expect(events.delete(publication), 'only what was added is removed').toBe(true)
    },
  }
  return { store, events }
}

function room(eventHistory: EventHistorySettings) {
  const { broker, clock } = realmWith({ eventHistory })
  const [subscriber, publisher] = [member(), member()]
  const subscribe = (topic: string, match: 'exact' | 'prefix' | 'wildcard' = 'exact', by: Member = subscriber) => {
    broker.subscribe(by.session, [32, 1, { match }, topic])
    return by.got().at(-1)?.[2] as number
  }
  const publishAs = (by: Member, topic: string, ...args: unknown[]) =>
    broker.publish(by.session, [16, 1, {}, topic, Payload.of(args)])
  const publish = (topic: string, ...args: unknown[]) => publishAs(publisher, topic, ...args)
  const unsubscribe = (id: number, by: Member = subscriber) => broker.unsubscribe(by.session, [34, 1, id])
  const values = (id: number) => {
    const subscription = broker.subscriptions.get(id)
    return subscription && broker.history.of(subscription).map(({ trailing: [args] }) => (args as unknown[])[0])
  }
  return { broker, clock, subscriber, subscribe, unsubscribe, publish, publishAs, values }
}

const text = 'x'.repeat(1_000)

describe('bytes', () => {
  test('the oldest of all subscriptions goes first, and is counted', () => {
    const { broker, subscribe, publish, values } = room({ bytes: 40_000 })
    const [t, u, all] = [subscribe('t'), subscribe('u'), subscribe('', 'prefix')]
    for (let value = 0; value < 30; value++) publish(value < 3 ? 'u' : 't', value, text)
    const kept = values(all) as number[]
    expect(kept.length).toBeLessThan(20)
    expect(kept.length).toBeGreaterThan(10)
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 30 - kept.length + index))
    expect([values(t), values(u)]).toEqual([kept, []])
    expect(broker.history.evicted).toBe(30 - kept.length)
    expect(broker.history.bytes).toBeLessThanOrEqual(40_000)
  })

  test('who published most makes room, not others', () => {
    const { broker, subscribe, publishAs, values } = room({ bytes: 40_000 })
    const [ann, ben] = [member({}, { authid: 'ann' }), member({}, { authid: 'ben' })]
    const [t, all] = [subscribe('t'), subscribe('', 'prefix')]
    for (const value of [1, 2]) publishAs(ann, 't', value, text)
    for (let value = 0; value < 50; value++) publishAs(ben, 'u', value, text)
    expect(values(t)).toEqual([1, 2])
    const kept = values(all) as number[]
    expect(kept.slice(0, 2)).toEqual([1, 2])
    expect(kept.slice(2)).toEqual(Array.from({ length: kept.length - 2 }, (_, index) => 52 - kept.length + index))
    expect(broker.history.bytes).toBeLessThanOrEqual(40_000)
  })

  test('what is larger than all that may be kept is not kept, and nothing goes for it', () => {
    const { broker, subscribe, publish, values } = room({ bytes: 40_000 })
    const t = subscribe('t')
    publish('t', 1)
    publish('t', 2, 'x'.repeat(20_000))
    expect([values(t), broker.history.evicted]).toEqual([[1], 1])
  })

  test('an event that has left one history already takes nothing from it when it leaves the last', () => {
    const { subscribe, publish, values } = room({ limit: 3, bytes: 20_000 })
    const [t, all] = [subscribe('t'), subscribe('', 'prefix')]
    for (const value of [1, 2]) publish('t', value, 'x'.repeat(3_000))
    for (const value of [3, 4, 5]) publish('u', value)
    expect([values(t), values(all)]).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
    publish('u', 6, 'x'.repeat(3_500))
    expect([values(t), values(all)]).toEqual([[2], [4, 5, 6]])
  })

  test('they are given back when the events go', () => {
    const { broker, subscribe, unsubscribe, publish } = room({ limit: 5, idle: 0 })
    const ids = [subscribe('t'), subscribe('', 'prefix')]
    for (let value = 0; value < 100; value++) publish('t', value, text)
    expect(broker.history.bytes).toBeLessThan(5 * 4_000)
    for (const id of ids) unsubscribe(id)
    expect(broker.history.bytes).toBe(0)
    expect([...broker.subscriptions.all()]).toEqual([])
  })
})

describe('subscriptions that nobody holds', () => {
  test('go on with their history up to a number; the one that was left first goes first', () => {
    const { broker, subscribe, unsubscribe, publish, values } = room({ idle: 2 })
    const ids = ['a', 'b', 'c'].map(topic => subscribe(topic))
    for (const topic of ['a', 'b', 'c']) publish(topic, topic)
    for (const id of ids) unsubscribe(id)
    expect(ids.map(values)).toEqual([undefined, ['b'], ['c']])
    // Held again, it does not count.
    expect(subscribe('b')).toBe(ids[1])
    const d = subscribe('d')
    publish('d', 'd')
    unsubscribe(d)
    expect([...ids, d].map(values)).toEqual([undefined, ['b'], ['c'], ['d']])
    expect([...broker.subscriptions.all()]).toHaveLength(3)
  })

  test('end at once without an event, and when the last one went', () => {
    const { broker, subscribe, unsubscribe, publish } = room({ bytes: 5_000 })
    unsubscribe(subscribe('t'))
    expect([...broker.subscriptions.all()]).toEqual([])
    const [u, all] = [subscribe('u'), subscribe('', 'prefix')]
    publish('u', text)
    unsubscribe(u)
    expect([...broker.subscriptions.all()].map(({ id }) => id)).toEqual([u, all])
    for (let value = 0; value < 3; value++) publish('v', text)
    expect([...broker.subscriptions.all()].map(({ id }) => id)).toEqual([all])
  })

  test('who leaves most of them behind makes room, not others', () => {
    const { subscriber, subscribe, unsubscribe, publish, values } = room({ idle: 5 })
    const [ben, chat] = [member({}, { authid: 'ben' }), subscribe('chat')]
    publish('chat', 'hello')
    // Who comes later does not make it theirs.
    subscribe('chat', 'exact', ben)
    unsubscribe(chat, subscriber)
    unsubscribe(chat, ben)
    for (let nth = 0; nth < 20; nth++) {
      const id = subscribe(`junk${nth}`, 'exact', ben)
      publish(`junk${nth}`, nth)
      unsubscribe(id, ben)
    }
    expect(values(chat)).toEqual(['hello'])
  })

  test('those to topics of the router end at once', () => {
    const { broker, subscribe, unsubscribe } = room({})
    unsubscribe(subscribe('wamp.session.on_join'))
    expect([...broker.subscriptions.all()]).toEqual([])
  })

  test('come to no harm by sessions that leave', () => {
    const { broker, subscriber, subscribe, publish, values } = room({})
    const id = subscribe('t')
    publish('t', 1)
    subscriber.got()
    broker.leave(subscriber.session)
    publish('t', 2)
    expect(values(id)).toEqual([1, 2])
    expect(subscriber.got()).toEqual([])
  })
})

describe('a store', () => {
  test('has what the router has, and gives it to the next one', () => {
    const { store, events } = memoryStore()
    const first = room({ store, limit: 3 })
    const [t, all] = [first.subscribe('t'), first.subscribe('', 'prefix')]
    for (let value = 0; value < 5; value++) first.publish('t', value, Uint8Array.of(value))
    first.publish('u', 5)
    expect([first.values(t), first.values(all)]).toEqual([
      [2, 3, 4],
      [3, 4, 5],
    ])
    expect([...events.keys()]).toEqual([3, 4, 5, 6])
    const next = room({ store, limit: 3 })
    // Recorded on before anybody has come.
    next.publish('t', 6)
    expect(next.values(next.subscribe('t'))).toEqual([3, 4, 6])
    expect(next.values(next.subscribe('', 'prefix'))).toEqual([4, 5, 6])
    expect(next.broker.history.bytes).toBeGreaterThan(0)
  })

  test('with an event that is too large now loses it', () => {
    const { store, events } = memoryStore()
    const first = room({ store })
    first.subscribe('t')
    first.publish('t', text)
    room({ store, bytes: 10 })
    expect(events.size).toBe(0)
  })

  test('with more than may be kept now is cut', () => {
    const { store, events } = memoryStore()
    const first = room({ store })
    for (const topic of ['a', 'b', 'c']) first.subscribe(topic)
    for (const topic of ['a', 'b', 'c', 'c', 'c']) first.publish(topic, text)
    const next = room({ store, limit: 2, idle: 2 })
    expect([...next.broker.subscriptions.all()].map(({ topic }) => topic)).toEqual(['b', 'c'])
    expect(events.size).toBe(3)
    room({ store, bytes: 5_000 })
    expect(events.size).toBe(1)
    const last = room({ store, idle: 0 })
    expect([events.size, last.broker.history.bytes, ...last.broker.subscriptions.all()]).toEqual([0, 0])
  })
})

test('no event is read until somebody asks for it, and then it is not kept read', () => {
  const { broker, subscriber, subscribe } = room({})
  const subscription = broker.subscriptions.get(subscribe('t'))
  let reads = 0
  const raw: RawTrailing = {
    form: 'json',
    count: 1,
    exact: true,
    length: 3,
    tail: () => '[2.0]',
    read: () => {
      reads++
      return [[2]]
    },
    own: () => raw,
  }
  broker.publish(subscriber.session, [16, 1, {}, 't', new Payload(undefined, raw)])
  const [event] = subscription ? broker.history.of(subscription) : []
  expect([reads, broker.history.bytes < 1_000]).toEqual([0, true])
  expect([event?.trailing, event?.trailing, reads]).toEqual([[[2]], [[2]], 2])
})

test('what cannot be read takes no other event with it', () => {
  const { broker, subscriber, subscribe, publish } = room({})
  const subscription = broker.subscriptions.get(subscribe('t'))
  const read = () => {
    throw refusal('wamp.error.invalid_argument', 'cannot be read')
  }
  const raw: RawTrailing = { form: 'json', count: 1, exact: true, length: 0, tail: () => '', read, own: () => raw }
  broker.publish(subscriber.session, [16, 1, {}, 't', new Payload(undefined, raw)])
  publish('t', 'next')
  const events = subscription ? broker.history.of(subscription) : []
  expect(events.map(({ trailing }) => trailing)).toEqual([[], [['next']]])
})
