// Publications and subscriptions, as Autobahn|JS has them.

import { describe, expect, test } from 'vitest'
import { both, oursAlone, outcome, type Session, withWebSocket } from './both.ts'

withWebSocket()

/** Resolves when a session has heard all that was published to it so far. */
const caughtUp = (session: Session) => session.call('wamp.session.count')

describe('a publication', () => {
  test('is nobody’s promise, unless it is acknowledged', async () => {
    const came = await both(async ({ session }) => {
      const publisher = await session()
      const silent = publisher.publish('com.app.t', [1])
      const acknowledged = await outcome(() => publisher.publish('com.app.t', [1], {}, { acknowledge: true }))
      const { value } = acknowledged as { value: { Publication: { id: number } } }
      return {
        silent: typeof silent,
        acknowledged: [Object.keys(value), typeof value.Publication.id],
        refused: await outcome(() => publisher.publish('not a uri', [], {}, { acknowledge: true })).then(
          refusal => (refusal as { rejected: { Error: { error: string } } }).rejected.Error.error,
        ),
      }
    })
    expect(came).toMatchObject({ silent: 'undefined', acknowledged: [['Publication'], 'number'] })
  })

  test('reaches handlers with four arguments, in order', async () => {
    await both(async ({ session, autobahn }) => {
      const [publisher, subscriber] = [await session(), await session()]
      const heard: unknown[] = []
      await subscriber.subscribe('com.app.t', (args, kwargs, details, subscription) => {
        const { publication, ...rest } = details
        const kinds = [details instanceof autobahn.Event, subscription instanceof autobahn.Subscription]
        heard.push([args, kwargs, typeof publication, { ...rest }, subscription.topic, kinds])
      })
      for (const given of [[], [[1]], [[1], { a: 2 }], [null, { a: 2 }], [['ß', null, [1.5]], {}]]) {
        publisher.publish('com.app.t', ...(given as []))
      }
      await publisher.publish('com.app.t', ['last'], {}, { acknowledge: true })
      await caughtUp(subscriber)
      return heard
    })
  })

  test('reaches its own publisher where it says so, and names him where he wants it', async () => {
    const came = await both(async ({ session }) => {
      const alone = await session()
      const heard: unknown[] = []
      await alone.subscribe('com.app.t', ([word], _, { publisher, publisher_authrole }) => {
        heard.push([word, publisher === alone.id, typeof publisher_authrole])
      })
      alone.publish('com.app.t', ['not to me'])
      alone.publish('com.app.t', ['to me'], {}, { exclude_me: false })
      alone.publisher_disclose_me = true
      alone.publish('com.app.t', ['from me'], {}, { exclude_me: false })
      await alone.publish('com.app.t', ['secret'], {}, { exclude_me: false, disclose_me: false, acknowledge: true })
      await caughtUp(alone)
      return heard
    })
    expect(came).toMatchObject([
      ['to me', false, 'undefined'],
      ['from me', true, 'string'],
      ['secret', false, 'undefined'],
    ])
  })
})

describe('a subscription', () => {
  test('says what it is of; those on one topic share its id', async () => {
    await both(async ({ session }) => {
      const subscriber = await session()
      const handlers = [() => {}, () => {}]
      const [one, two] = [
        await subscriber.subscribe('com.app.t', handlers[0] as () => void, { match: 'exact' }),
        await subscriber.subscribe('com.app.t', handlers[1] as () => void),
      ]
      const other = await subscriber.subscribe('com.app.other', () => {})
      return {
        one: [
          one.topic,
          one.options,
          one.active,
          typeof one.id,
          one.handler === handlers[0],
          one.session === subscriber,
        ],
        two: [two.options, two.id === one.id, other.id === one.id],
        listed: subscriber.subscriptions.map(list => list.map(({ topic }) => topic)),
      }
    })
  })

  test('ends alone, and at the router with the last one on its topic', async () => {
    const came = await both(async ({ session }) => {
      const [publisher, subscriber] = [await session(), await session()]
      const heard: string[] = []
      const one = await subscriber.subscribe('com.app.t', ([word]) => void heard.push(`one ${word}`))
      const two = await subscriber.subscribe('com.app.t', ([word]) => void heard.push(`two ${word}`))
      const say = async (word: string) => {
        await publisher.publish('com.app.t', [word], {}, { acknowledge: true })
        await caughtUp(subscriber)
      }
      await say('both')
      const first = await outcome(() => one.unsubscribe())
      await say('left')
      const twice = await outcome(() => one.unsubscribe())
      const last = await outcome(() => subscriber.unsubscribe(two))
      await say('nobody')
      const router = await outcome(() => subscriber.call('wamp.subscription.lookup', ['com.app.t']))
      return { heard, first, twice, last, router, states: [one.active, two.active, subscriber.subscriptions.flat()] }
    })
    expect(came).toMatchObject({ first: { value: false }, last: { value: true }, twice: { thrown: expect.anything() } })
  })

  test('of a pattern learns the topic', async () => {
    await both(async ({ session }) => {
      const [publisher, subscriber] = [await session(), await session()]
      const heard: unknown[] = []
      await subscriber.subscribe('com.app', (_, __, { topic }) => void heard.push(['prefix', topic]), {
        match: 'prefix',
      })
      await subscriber.subscribe('com..x', (_, __, { topic }) => void heard.push(['wildcard', topic]), {
        match: 'wildcard',
      })
      await publisher.publish('com.app.x', [], {}, { acknowledge: true })
      await publisher.publish('com.other.x', [], {}, { acknowledge: true })
      await caughtUp(subscriber)
      return heard
    })
  })

  test('that ends while an event comes gets no part of it, and costs no other its own', async () => {
    const came = await oursAlone(async ({ session }) => {
      const [publisher, subscriber] = [await session(), await session()]
      const heard: string[] = []
      const first = await subscriber.subscribe('com.app.t', () => {
        heard.push('first')
        void first.unsubscribe()
        void third.unsubscribe()
      })
      await subscriber.subscribe('com.app.t', () => void heard.push('second'))
      const third = await subscriber.subscribe('com.app.t', () => void heard.push('third'))
      await publisher.publish('com.app.t', [], {}, { acknowledge: true })
      await caughtUp(subscriber)
      return heard
    })
    expect(came).toEqual(['first', 'second'])
  })

  test('whose handler throws harms no other; its own side is told', async () => {
    const came = await both(async ({ session }) => {
      const publisher = await session()
      const heard: unknown[] = []
      const subscriber = await session({ on_user_error: (...told) => heard.push(told) })
      await subscriber.subscribe('com.app.t', () => {
        throw 'too hot'
      })
      await subscriber.subscribe('com.app.t', ([word]) => void heard.push(word))
      await publisher.publish('com.app.t', ['fine'], {}, { acknowledge: true })
      await caughtUp(subscriber)
      return heard
    })
    expect(came).toEqual([['too hot', 'Exception raised in event handler:'], 'fine'])
  })
})
