// Random orders of subscribing, unsubscribing, publishing, revoking and leaving: who gets what is what a plain model says.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import type { EventHistorySettings } from '../../../src/router/broker/event-history.ts'
import { matcher } from '../../../src/router/broker/pattern-based-subscription.ts'
import { type Member, member, realmWith } from './members.ts'

const SELECTIONS = [
  { match: 'exact', topic: 'a.b' },
  { match: 'exact', topic: 'a.c' },
  { match: 'prefix', topic: 'a' },
  { match: 'prefix', topic: '' },
  { match: 'wildcard', topic: 'a.' },
  { match: 'wildcard', topic: '.b' },
] as const
const TOPICS = ['a.b', 'a.c', 'ab', 'x.b', 'x']
type Key = `${number} ${number}`

const who = fc.nat({ max: 2 })
const selection = fc.nat({ max: SELECTIONS.length - 1 })
const step = fc.oneof(
  fc.record({ does: fc.constant('subscribe' as const), who, selection }),
  fc.record({ does: fc.constantFrom('unsubscribe' as const, 'revoke' as const), who, selection }),
  fc.record({ does: fc.constant('publish' as const), who, topic: fc.constantFrom(...TOPICS), toSelf: fc.boolean() }),
  fc.record({ does: fc.constant('leave' as const), who }),
)

test('R-PS-1, R-PUB-3, R-PUB-4, R-SUB-2, R-SUB-5, T-20: in every order', () => {
  const history = fc.constantFrom<EventHistorySettings | false>(false, {}, { idle: 1, limit: 2 })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), history, (steps, eventHistory) => {
      const { broker, told } = realmWith({ eventHistory })
      const members = Array.from({ length: 3 }, () => member())
      const one = (index: number) => members[index] as Member
      /** What each holds: the subscription's id, by member and selection. */
      const held = new Map<Key, number>()
      for (const now of steps) {
        const { session } = one(now.who)
        if (now.does === 'leave') {
          broker.leave(session)
          for (const key of held.keys()) if (key.startsWith(`${now.who} `)) held.delete(key)
        } else if (now.does === 'publish') {
          const options = { exclude_me: !now.toSelf }
          broker.publish(session, [16, 1, options, now.topic, Payload.empty])
          for (const index of members.keys()) {
            const expected = SELECTIONS.flatMap((selected, nth) => {
              const id = held.get(`${index} ${nth}`)
              const gets = id !== undefined && matcher(selected)(now.topic) && (index !== now.who || now.toSelf)
              return gets ? [id] : []
            })
            const got = one(index).got()
            expect(got.map(([type, id]) => [type, id]).sort()).toEqual(expected.map(id => [36, id]).sort())
            expect(new Set(got.map(([, , publication]) => publication)).size).toBe(expected.length > 0 ? 1 : 0)
          }
        } else {
          const key: Key = `${now.who} ${now.selection}`
          const { match, topic } = SELECTIONS[now.selection] as (typeof SELECTIONS)[number]
          if (now.does === 'subscribe') {
            broker.subscribe(session, [32, 1, { match }, topic])
            const [[type, , id] = []] = one(now.who).got()
            expect([type, held.get(key) ?? id]).toEqual([33, id])
            held.set(key, id as number)
          } else {
            const id = held.get(key) ?? 999
            const act = () =>
              now.does === 'revoke' ? broker.revoke(id, session) : broker.unsubscribe(session, [34, 1, id])
            if (held.delete(key)) act()
            else expect(act).toThrow(/no_such_subscription/)
            one(now.who).got()
          }
        }
      }
      for (const { session } of members) broker.leave(session)
      const count = (what: string) => told.filter(([name]) => name === what).length
      expect([count('subscribed'), count('created')]).toEqual([count('unsubscribed'), count('deleted')])
      const left = [...broker.subscriptions.all()]
      expect(left.length).toBeLessThanOrEqual(eventHistory === false ? 0 : (eventHistory.idle ?? 6))
      expect(left.every(({ subscribers }) => subscribers.size === 0)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
