// Registrations by pattern, and what invocations tell of the call.

import { can } from '../abilities.ts'
import { payload, type Scenario, same, samePayload } from '../scenario.ts'

export const REGISTRATIONS: readonly Scenario[] = [
  {
    name: 'prefix registrations',
    wants: { other: ['prefix with a final dot'] },
    run: async ({ one, other, uri }) => {
      const prefix = can(other.client, 'prefix with a final dot') ? `${uri}.` : uri
      const { unregister } = await other.register(prefix, 'who', { match: 'prefix' })
      const { kwargs } = await one.call(`${uri}.some.procedure`).result
      same(kwargs.procedure, `${uri}.some.procedure`, 'details.procedure')
      await unregister()
    },
  },
  {
    name: 'wildcard registrations, and the more exact first',
    wants: { other: ['unregister wildcards'] },
    run: async ({ one, other, uri }) => {
      const wildcard = await other.register(`${uri}..end`, 'who', { match: 'wildcard' })
      const { kwargs } = await one.call(`${uri}.any.end`).result
      same(kwargs.procedure, `${uri}.any.end`, 'details.procedure')
      const exact = await one.register(`${uri}.own.end`, 'name')
      samePayload(await one.call(`${uri}.own.end`).result, payload([one.name]), 'an exact registration')
      await exact.unregister()
      if (can(other.client, 'unregister wildcards')) await wildcard.unregister()
    },
  },
  {
    name: 'disclose_me of callers',
    needs: { one: ['disclose_me'] },
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'who')
      same((await one.call(uri, payload(), { disclose_me: true }).result).kwargs.caller, one.id, 'details.caller')
      same((await one.call(uri).result).kwargs.caller, null, 'details.caller of who did not ask')
      await unregister()
    },
  },
]
