// Registry: what is registered and subscribed in the realm, and who is there, as the meta API tells it.

import { Result } from '../../client/result.ts'
import type { Session } from '../../client/session.ts'
import { isDict } from '../../protocol/dict.ts'
import type { SessionIdentity } from './session-names.ts'

export interface RegistryEntry {
  readonly id: number
  readonly uri: string
  readonly match: string
  /** The sessions that hold it. */
  readonly sessions: readonly number[]
}

export interface Registry {
  /** Undefined where the router does not tell. */
  readonly procedures: readonly RegistryEntry[] | undefined
  readonly topics: readonly RegistryEntry[] | undefined
  readonly sessions: readonly SessionIdentity[] | undefined
}

/** Of each sort, at most. */
const MOST = 100

export async function readRegistry(session: Session): Promise<Registry> {
  const [procedures, topics, sessions] = await Promise.all([
    entries(session, 'registration', 'callees').catch(() => undefined),
    entries(session, 'subscription', 'subscribers').catch(() => undefined),
    identities(session).catch(() => undefined),
  ])
  return { procedures, topics, sessions }
}

async function entries(session: Session, what: string, holders: string): Promise<RegistryEntry[]> {
  const lists = await session.call(`wamp.${what}.list`)
  const ids = isDict(lists) ? ['exact', 'prefix', 'wildcard'].flatMap(match => listOf(lists[match])) : []
  const found = await Promise.all(
    ids.slice(0, MOST).map(async id => {
      // Gone again meanwhile, or not to be known.
      const [details, held] = await Promise.all([
        session.call(`wamp.${what}.get`, [id]).catch(() => undefined),
        session.call(`wamp.${what}.list_${holders}`, [id]).catch(() => []),
      ])
      if (!isDict(details) || typeof details.uri !== 'string' || details.uri.startsWith('wamp.')) return []
      return [{ id, uri: details.uri, match: String(details.match), sessions: listOf(held) }]
    }),
  )
  return found.flat().sort((a, b) => (a.uri < b.uri ? -1 : 1))
}

async function identities(session: Session): Promise<SessionIdentity[]> {
  const ids = listOf(await session.call('wamp.session.list'))
  const found = await Promise.all(
    ids.slice(0, MOST).map(id => session.call('wamp.session.get', [id]).catch(() => undefined)),
  )
  return found.flatMap(details => {
    if (!isDict(details) || typeof details.session !== 'number') return []
    const { session: id, authid, authrole, authmethod } = details
    return [{ session: id, authid: String(authid), authrole: String(authrole), authmethod: String(authmethod) }]
  })
}

function listOf(value: unknown): number[] {
  const list = value instanceof Result ? value.args : value
  return Array.isArray(list) ? list.filter(id => typeof id === 'number') : []
}
