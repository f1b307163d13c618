// The conditions of `wamp.subscription.get_events`, which all must hold [wamp:pubsub-event-history].

import { describe, expect, test } from 'vitest'
import { readQuery, select } from '../../../src/router/broker/history-query.ts'
import type { KeptEvent } from '../../../src/router/broker/kept-event.ts'
import { settled } from '../../trace.ts'
import { type Past, setUp } from './asker.ts'

describe('conditions', () => {
  /** Ten events, a second apart, alternately of two topics, and their publication ids. */
  async function ten() {
    const { joins, clock } = setUp()
    const [a, b] = [await joins(), await joins()]
    const subscription = await a.subscribes('com.', 'prefix')
    for (let value = 0; value < 10; value++) {
      b.publishes(value % 2 ? 'com.odd' : 'com.even', [value])
      await settled()
      clock.advance(1_000)
    }
    const ids = (await a.history(subscription)).map(({ publication }) => publication)
    return { a, subscription, ids, at: (value: number) => `2026-01-01T00:00:0${value}Z` }
  }
  type Ten = Awaited<ReturnType<typeof ten>>

  test.each<[string, (ten: Ten) => object, number[]]>([
    ['nothing', () => ({}), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [
      'null, which is nothing',
      () => ({ limit: null, reverse: null, topic: null, from_time: null }),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ],
    ['limit', () => ({ limit: 3 }), [0, 1, 2]],
    ['reverse', () => ({ reverse: true }), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['reverse and limit', () => ({ reverse: true, limit: 2 }), [9, 8]],
    ['topic', () => ({ topic: 'com.odd' }), [1, 3, 5, 7, 9]],
    ['a topic without events', () => ({ topic: 'com.none' }), []],
    ['from_time', ({ at }) => ({ from_time: at(7) }), [7, 8, 9]],
    ['after_time', ({ at }) => ({ after_time: at(7) }), [8, 9]],
    ['before_time', ({ at }) => ({ before_time: at(2) }), [0, 1]],
    ['until_time', ({ at }) => ({ until_time: at(2) }), [0, 1, 2]],
    ['a time of another zone', () => ({ from_time: '2026-01-01T02:00:07.000000+02:00' }), [7, 8, 9]],
    ['from_publication', ({ ids }) => ({ from_publication: ids[7] }), [7, 8, 9]],
    ['after_publication', ({ ids }) => ({ after_publication: ids[7] }), [8, 9]],
    ['before_publication', ({ ids }) => ({ before_publication: ids[2] }), [0, 1]],
    ['until_publication', ({ ids }) => ({ until_publication: ids[2] }), [0, 1, 2]],
    ['the last publication', ({ ids }) => ({ after_publication: ids[9] }), []],
    ['the first publication', ({ ids }) => ({ before_publication: ids[0] }), []],
    [
      'between two that are the wrong way round',
      ({ ids }) => ({ from_publication: ids[7], until_publication: ids[2] }),
      [],
    ],
    ['after one that is kept no longer: all that is', () => ({ after_publication: 1 }), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['before one that is kept no longer: nothing', () => ({ until_publication: 1 }), []],
    [
      'everything at once',
      ({ ids, at }) => ({
        topic: 'com.odd',
        from_time: at(1),
        after_time: at(0),
        until_time: at(9),
        before_time: at(9),
        from_publication: ids[2],
        after_publication: ids[1],
        until_publication: ids[8],
        before_publication: ids[9],
        reverse: true,
        limit: 2,
      }),
      [7, 5],
    ],
  ])('%s', async (_, filters, expected) => {
    const made = await ten()
    expect(await made.a.values(made.subscription, filters(made))).toEqual(expected)
  })

  test.each([{}, { reverse: true }])('pages by the last publication and `more`: %j', async direction => {
    const { a, subscription } = await ten()
    const seen: unknown[] = []
    let last = {}
    for (let more = true; more; ) {
      const [, , , events, kwargs] = await a.asks(subscription, { ...direction, limit: 4, ...last })
      for (const { args, publication } of events as Past[]) {
        seen.push((args as unknown[])[0])
        last = { ['reverse' in direction ? 'before_publication' : 'after_publication']: publication }
      }
      more = (kwargs as { more: boolean }).more
    }
    expect(seen).toEqual('reverse' in direction ? [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test.each<[string, unknown]>([
    ['reverse', 1],
    ['limit', 0],
    ['limit', -1],
    ['limit', 1.5],
    ['limit', '1'],
    ['topic', 1],
    ['from_time', 1_767_225_600],
    ['after_time', '2026-01-01'],
    ['before_time', 'yesterday'],
    ['until_time', '2026-13-01T00:00:00Z'],
    ['from_publication', 'x'],
    ['after_publication', 0],
    ['before_publication', {}],
    ['until_publication', [1]],
  ])('%s that is %j is refused', async (name, value) => {
    const a = await setUp().joins()
    const subscription = await a.subscribes('t')
    expect((await a.asks(subscription, { [name]: value })).slice(4)).toEqual([
      'wamp.error.invalid_argument',
      [expect.stringContaining(`${name} must be`)],
    ])
  })
})

test('no more events are looked at than are asked for', async () => {
  let looks = 0
  const events = Array.from({ length: 100 }, (_, index): KeptEvent => {
    const plain = { publication: index + 1, topic: 't', authid: 'ann', details: {}, trailing: [], lists: {} }
    return {
      ...plain,
      subscriptions: [],
      get time() {
        looks++
        return index
      },
    }
  })
  const query = readQuery({ reverse: true, topic: 't' }, name => {
    throw new Error(name)
  })
  const [newest, next] = select(events, query)
  expect([newest?.publication, next?.publication, looks]).toEqual([100, 99, 2])
})
