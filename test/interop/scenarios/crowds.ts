// Crowds: one caller and many callees, one publisher and many subscribers, of every library and serializer together.

import { can } from '../abilities.ts'
import type { Driver, RegisterOptions } from '../driver.ts'
import { type CrowdScenario, payload, refusal, same, samePayload } from '../scenario.ts'

type Invoke = NonNullable<RegisterOptions['invoke']>

async function callees(others: readonly Driver[], uri: string, invoke: Invoke) {
  const registrations = []
  // One after the other, since their order decides.
  for (const other of others) registrations.push(await other.register(uri, 'name', { invoke }))
  return registrations
}

/** Calls as often as there are callees, and names those who answered. */
async function answers(one: Driver, uri: string, times: number): Promise<unknown[]> {
  const names = []
  for (let time = 0; time < times; time++) names.push((await one.call(uri).result).args[0])
  return names
}

function shared(invoke: Invoke, check: (names: unknown[], answered: unknown[]) => void): CrowdScenario {
  return {
    name: `shared registrations, ${invoke}`,
    runForAll: async ({ one, others, uri }) => {
      const registrations = await callees(others, uri, invoke)
      const mixed = await refusal(one.register(uri, 'name', { invoke: 'single' }), 'another policy')
      same(mixed.error, 'wamp.error.procedure_already_exists', 'another policy')
      const names = others.map(({ name }) => name)
      check(names, await answers(one, uri, others.length))
      // The first and the last leave.
      await registrations.at(0)?.unregister()
      await registrations.at(-1)?.unregister()
      check(names.slice(1, -1), await answers(one, uri, others.length - 2))
      for (const { unregister } of registrations.slice(1, -1)) await unregister()
    },
  }
}

export const CROWDS: readonly CrowdScenario[] = [
  shared('roundrobin', (names, answered) => {
    // Wherever it begins, each in the order of registration.
    const start = names.indexOf(answered[0])
    same(answered, [...names.slice(start), ...names.slice(0, start)], 'who answered')
  }),
  shared('first', (names, answered) =>
    same(
      answered,
      names.map(() => names[0]),
      'who answered',
    ),
  ),
  shared('last', (names, answered) =>
    same(
      answered,
      names.map(() => names.at(-1)),
      'who answered',
    ),
  ),
  shared('random', (names, answered) =>
    same(
      answered.filter(name => !names.includes(name)),
      [],
      'who answered and is not registered',
    ),
  ),
  {
    name: 'one event for all, by every kind of subscription',
    wants: { other: ['tells the publication'] },
    runForAll: async ({ one, others, uri }) => {
      const topic = `${uri}.some.topic`
      const patterns = [
        [topic, {}],
        [`${uri}.some`, { match: 'prefix' }],
        [`${uri}..topic`, { match: 'wildcard' }],
      ] as const
      const subscribed = []
      for (const other of others) {
        for (const [pattern, options] of patterns) {
          subscribed.push({ who: other.client, ...(await other.subscribe(pattern, options)) })
        }
      }
      const sent = payload(['for', 'everybody', { nested: [1.5, null, '👋'] }], { really: true })
      const publication = await one.publish(topic, sent, { acknowledge: true })
      for (const { who, events } of subscribed) {
        const { args, kwargs, details } = await events.next()
        samePayload({ args, kwargs }, sent, `the event of ${who}`)
        if (can(who, 'tells the publication')) same(details.publication, publication, `the publication of ${who}`)
      }
    },
  },
]
