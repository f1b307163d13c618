// Sessions: who is there, who comes and goes, and who is sent away.

import { can } from '../abilities.ts'
import { payload, type Scenario, same } from '../scenario.ts'

export const SESSIONS: readonly Scenario[] = [
  {
    name: 'session meta API: count, list, get',
    run: async ({ one, other }) => {
      const [count] = (await one.call('wamp.session.count').result).args
      const [ids] = (await one.call('wamp.session.list').result).args
      same(Array.isArray(ids) && ids.includes(other.id) && typeof count === 'number', true, 'the list of sessions')
      const [details] = (await one.call('wamp.session.get', payload([other.id])).result).args
      const { session, authid, authrole } = details as Record<string, unknown>
      same({ session, authid, authrole }, { session: other.id, authid: other.authid, authrole: other.authrole }, 'get')
    },
  },
  {
    name: 'session meta API: on_join, on_leave',
    // Libraries share one subscription among handlers, and may lose one that comes while another goes.
    inTurn: true,
    run: async ({ one, other, join }) => {
      const [joins, leaves] = [
        await one.subscribe('wamp.session.on_join'),
        await one.subscribe('wamp.session.on_leave'),
      ]
      const guest = await join(other.client)
      // Others come and go as well.
      let joined: unknown
      while (joined !== guest.id) joined = ((await joins.events.next()).args[0] as { session: unknown }).session
      await guest.leave()
      let left: unknown
      while (left !== guest.id) left = (await leaves.events.next()).args[0]
      await joins.unsubscribe()
      await leaves.unsubscribe()
    },
  },
  {
    name: 'session meta API: kill',
    wants: { other: ['hears why it was closed'] },
    run: async ({ one, other, join }) => {
      const victim = await join(other.client)
      const reason = 'com.example.reason.enough'
      await one.call('wamp.session.kill', payload([victim.id], { reason, message: 'That is enough.' })).result
      const heard = await victim.left
      if (can(victim.client, 'hears why it was closed')) same(heard, reason, 'the reason')
    },
  },
]
