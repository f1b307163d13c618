// Events: who gets them, by exact topics and by patterns, and what they tell of their publisher.

import { can } from '../abilities.ts'
import type { Event, Payload, PublishOptions } from '../driver.ts'
import { type Pair, payload, type Scenario, same, samePayload } from '../scenario.ts'

/** Publishes everything, a last event behind it, and checks that of all that only `expected` came before the last one. */
async function delivers(
  { one, other, uri }: Pair,
  published: readonly [word: string, options: PublishOptions][],
  expected: readonly string[],
): Promise<void> {
  const { events, unsubscribe } = await other.subscribe(uri)
  for (const [word, options] of published) await one.publish(uri, payload([word]), options)
  await one.publish(uri, payload(['the last']))
  for (const word of [...expected, 'the last']) same((await events.next()).args[0], word, 'an event')
  await unsubscribe()
}

/** `one` publishes `uri` to a pattern of `other`. */
async function matches({ one, other, uri }: Pair, pattern: string, match: 'prefix' | 'wildcard'): Promise<void> {
  const { events, unsubscribe } = await other.subscribe(pattern, { match })
  for (const topic of [`${uri}.some.end`, `${uri}.other.end`]) {
    await one.publish(topic, payload(['event'], { of: topic }))
    const { args, kwargs, details } = await events.next()
    samePayload({ args, kwargs }, payload(['event'], { of: topic }), 'an event')
    same(details.topic, topic, 'details.topic')
  }
  if (can(other.client, 'unsubscribe patterns')) await unsubscribe()
}

const SENT: readonly (Payload | undefined)[] = [
  undefined,
  payload(['a', 2]),
  payload([], { x: 1 }),
  payload([{}], { y: [] }),
]

export const EVENTS: readonly Scenario[] = [
  {
    name: 'subscribe, publish, unsubscribe',
    run: async ({ one, other, uri }) => {
      const first = await other.subscribe(uri)
      for (const sent of SENT) {
        await one.publish(uri, sent)
        const { args, kwargs } = await first.events.next()
        samePayload({ args, kwargs }, sent ?? payload(), 'an event')
      }
      await first.unsubscribe()
      await one.publish(uri, payload(['unheard']), { acknowledge: true })
      const second = await other.subscribe(uri)
      await one.publish(uri, payload(['heard']))
      same((await second.events.next()).args, ['heard'], 'the event after a second subscribe')
      same(first.events.size, 0, 'events after unsubscribe')
      await second.unsubscribe()
    },
  },
  {
    name: 'a hundred events, in order',
    run: async ({ one, other, uri }) => {
      const { events, unsubscribe } = await other.subscribe(uri)
      const numbers = Array.from({ length: 100 }, (_, number) => number)
      await Promise.all(numbers.map(number => one.publish(uri, payload([number]))))
      for (const number of numbers) same((await events.next()).args, [number], 'an event')
      await unsubscribe()
    },
  },
  {
    name: 'acknowledge',
    wants: { other: ['tells the publication'] },
    run: async ({ one, other, uri }) => {
      const { events, unsubscribe } = await other.subscribe(uri)
      const publication = await one.publish(uri, payload(['a']), { acknowledge: true })
      const { details } = await events.next()
      if (can(other.client, 'tells the publication')) same(details.publication, publication, 'details.publication')
      await unsubscribe()
    },
  },
  {
    name: 'prefix subscriptions',
    wants: { other: ['prefix with a final dot', 'unsubscribe patterns'] },
    run: pair => matches(pair, can(pair.other.client, 'prefix with a final dot') ? `${pair.uri}.` : pair.uri, 'prefix'),
  },
  {
    name: 'wildcard subscriptions',
    wants: { other: ['unsubscribe patterns'] },
    run: pair => matches(pair, `${pair.uri}..end`, 'wildcard'),
  },
  {
    name: 'exclude and eligible',
    run: pair => {
      const { one, other } = pair
      return delivers(
        pair,
        [
          ['excluded', { exclude: [other.id] }],
          ['eligible', { eligible: [other.id, one.id] }],
          ['for another', { eligible: [one.id] }],
          ['excluded by name', { exclude_authid: [other.authid] }],
          ['eligible by name', { eligible_authid: [other.authid] }],
        ],
        ['eligible', 'eligible by name'],
      )
    },
  },
  {
    name: 'exclude_me: false',
    needs: { one: ['exclude_me: false'] },
    run: async ({ one, other, uri }) => {
      const [own, others] = [await one.subscribe(uri), await other.subscribe(uri)]
      await one.publish(uri, payload(['for others']))
      await one.publish(uri, payload(['for all']), { exclude_me: false })
      same((await own.events.next()).args, ['for all'], 'its own event')
      for (const word of ['for others', 'for all']) same((await others.events.next()).args, [word], 'an event')
      await own.unsubscribe()
      await others.unsubscribe()
    },
  },
  {
    name: 'disclose_me of publishers',
    needs: { one: ['disclose_me'] },
    run: async ({ one, other, uri }) => {
      const { events, unsubscribe } = await other.subscribe(uri)
      await one.publish(uri, payload(), { disclose_me: true })
      await one.publish(uri, payload())
      const publisher = ({ details }: Event) => details.publisher ?? null
      same(publisher(await events.next()), one.id, 'details.publisher')
      same(publisher(await events.next()), null, 'details.publisher of who did not ask')
      await unsubscribe()
    },
  },
  {
    name: 'retained events',
    needs: { one: ['retain'] },
    run: async ({ one, other, uri }) => {
      await one.publish(uri, payload(['old']), { retain: true, acknowledge: true })
      await one.publish(uri, payload(['kept'], { well: true }), { retain: true, acknowledge: true })
      const { events } = await other.subscribe(uri, { get_retained: true })
      const { args, kwargs, details } = await events.next()
      samePayload({ args, kwargs }, payload(['kept'], { well: true }), 'the retained event')
      same(details.retained, true, 'details.retained')
      await one.publish(uri, payload(['new']))
      same((await events.next()).args, ['new'], 'the next event')
    },
  },
]
