// Registrar: REGISTER, UNREGISTER and their rules [wamp:registering-and-unregistering].

import { refusal } from '../../protocol/errors.ts'
import type { Id, RegisterOptions, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { isUri } from '../../protocol/uri.ts'
import { limitReached } from '../limits.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import * as forceReregister from './force-reregister.ts'
import { tellRevoked } from './registration-revocation.ts'
import type { Registration, RegistrationObserver, Registrations } from './registrations.ts'
import { checkPolicy } from './shared-registration.ts'

export class Registrar {
  readonly #registrations: Registrations
  readonly #settings: RealmSettings
  readonly #observer: () => RegistrationObserver

  constructor(registrations: Registrations, settings: RealmSettings, observer: () => RegistrationObserver) {
    this.#registrations = registrations
    this.#settings = settings
    this.#observer = observer
  }

  /** @throws {WampError} as {@link add}. */
  register(callee: Session, [, request, options, procedure]: m.Register): void {
    const registration = this.add(callee, procedure, options)
    callee.send([m.REGISTERED, request, registration.id])
    if (registration.registrants.length === 1) this.#observer().created(callee, registration)
    this.#observer().registered(callee, registration)
  }

  /** Registers and tells nobody. @throws {WampError} where the URI is taken, or the session holds too many registrations. */
  add(callee: Session, procedure: Uri, options: RegisterOptions): Registration {
    const { registrations: limit } = callee.limits
    if (this.#registrations.count(callee) >= limit) throw limitReached('registrations', limit)
    const present = this.#registrations.lookup(options.match ?? 'exact', procedure)
    if (present) this.#makeRoom(present, callee, options)
    return this.#registrations.add(callee, procedure, options)
  }

  /** @throws {WampError} `wamp.error.no_such_registration` where the session does not hold it [R-REG-3]. */
  unregister(callee: Session, [, request, id]: m.Unregister): void {
    const registration = this.#held(callee, id)
    this.#registrations.remove(callee, registration)
    callee.send([m.UNREGISTERED, request])
    this.#tellRemoved(callee, registration)
  }

  /** As {@link Dealer.revoke}. */
  revoke(callee: Session, id: Id, reason: Uri | undefined): void {
    if (reason !== undefined && !isUri(reason)) {
      throw refusal('wamp.error.invalid_uri', `the reason of a revocation must be a URI, and is ${reason}`)
    }
    this.#revoke(callee, this.#held(callee, id), reason)
  }

  /** Ends all registrations of a session that has left. */
  leave(callee: Session): void {
    for (const registration of this.#registrations.removeAll(callee)) this.#tellRemoved(callee, registration)
  }

  /** Lets a callee share a registration, or take the place of those it may replace. @throws {WampError} where it may neither. */
  #makeRoom(registration: Registration, callee: Session, options: RegisterOptions): void {
    const replaced = forceReregister.replaced(registration, callee, { options, settings: this.#settings })
    if (replaced.length < registration.registrants.length) {
      checkPolicy(registration, options)
      if (replaced.length === 0 && this.#registrations.holds(callee, registration)) {
        throw refusal(
          'wamp.error.procedure_already_exists',
          `this session has registered ${registration.procedure} before`,
        )
      }
    }
    for (const { session } of replaced) this.#revoke(session, registration, forceReregister.REASON)
  }

  #revoke(callee: Session, registration: Registration, reason: Uri | undefined): void {
    this.#registrations.remove(callee, registration)
    tellRevoked(callee, registration, reason)
    this.#tellRemoved(callee, registration)
  }

  #held(callee: Session, id: Id): Registration {
    const registration = this.#registrations.get(id)
    if (registration && this.#registrations.holds(callee, registration)) return registration
    throw refusal('wamp.error.no_such_registration', `this session holds no registration ${id}`)
  }

  #tellRemoved(callee: Session, registration: Registration): void {
    this.#observer().unregistered(callee, registration)
    if (registration.registrants.length === 0) this.#observer().deleted(callee, registration)
  }
}
