// registration_meta_api: what registrations there are, by procedures and events [wamp:registration-meta-api].
// The router's own, in `wamp.`, are not told of: everybody knows them, and nobody can have them.

import { refusal } from '../../protocol/errors.ts'
import { toId } from '../../protocol/ids.ts'
import type { Dict, Id, Uri } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import type { MatchPolicy } from '../../protocol/uri.ts'
import type { Registration, RegistrationObserver, Registrations } from '../dealer/registrations.ts'
import type { Session } from '../session.ts'
import { matchArgument, stringArgument } from './arguments.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export const feature = 'registration_meta_api'

export class RegistrationMetaApi implements RegistrationObserver {
  readonly #router: MetaSession
  readonly #registrations: Registrations

  constructor(router: MetaSession, { dealer }: MetaRealm) {
    this.#router = router
    this.#registrations = dealer.registrations
    const offer = (name: string, answer: (...args: readonly unknown[]) => unknown) =>
      router.register(`wamp.registration.${name}`, ({ args }) => answer(...args))
    offer('list', () => this.#list())
    offer('lookup', (procedure, options) => this.#lookup(procedure, options))
    offer('match', procedure => this.#match(procedure))
    offer('get', id => detailsOf(this.#get(id)))
    offer('list_callees', id => calleesOf(this.#get(id)))
    offer('count_callees', id => this.#get(id).registrants.length)
  }

  created(callee: Session, registration: Registration): void {
    this.#router.publish('wamp.registration.on_create', [callee.id, detailsOf(registration)])
  }

  registered(callee: Session, { id }: Registration): void {
    this.#router.publish('wamp.registration.on_register', [callee.id, id])
  }

  unregistered(callee: Session, { id }: Registration): void {
    this.#router.publish('wamp.registration.on_unregister', [callee.id, id])
  }

  deleted(callee: Session, { id }: Registration): void {
    this.#router.publish('wamp.registration.on_delete', [callee.id, id])
  }

  #list(): Record<MatchPolicy, Id[]> {
    const lists: Record<MatchPolicy, Id[]> = { exact: [], prefix: [], wildcard: [] }
    for (const { match, id, reserved } of this.#registrations.values()) if (!reserved) lists[match].push(id)
    return lists
  }

  #lookup(procedure: unknown, options: unknown): Id | null {
    return idOf(this.#registrations.lookup(matchArgument(options), uriArgument(procedure)))
  }

  /** Which registration a call would go to [R-PAT-1]. */
  #match(procedure: unknown): Id | null {
    return idOf(this.#registrations.match(uriArgument(procedure)))
  }

  #get(id: unknown): Registration {
    const registration = this.#registrations.get(toId(id) ?? 0)
    if (registration !== undefined && !registration.reserved) return registration
    throw refusal('wamp.error.no_such_registration', `no registration ${describe(id)} is in this realm`)
  }
}

function idOf(registration: Registration | undefined): Id | null {
  return registration === undefined || registration.reserved ? null : registration.id
}

function detailsOf({ id, created, procedure: uri, match, invoke }: Registration): Dict {
  return { id, created, uri, match, invoke }
}

function calleesOf({ registrants }: Registration): Id[] {
  return registrants.map(({ session }) => session.id)
}

function uriArgument(value: unknown): Uri {
  return stringArgument(value, 'the procedure')
}
