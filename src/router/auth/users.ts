// Users: whom an authenticator knows, by a record of them or by a function that looks them up [wamp:dynamicauth].

import { refusal } from '../../protocol/errors.ts'
import { describe } from '../../protocol/options.ts'
import { type Eventually, followed } from '../eventually.ts'
import type { Principal } from '../session.ts'
import type { AuthRequest } from './authenticator.ts'

/** What is known of every user, whatever the method. */
export interface User {
  /** `user` by default. */
  readonly authrole?: string | undefined
}

/** Users by their authid, or a function that finds one: now, later, or not at all. */
export type Users<U extends User> =
  | Readonly<Record<string, U>>
  | ((authid: string, request: AuthRequest) => Eventually<U | undefined>)

/** The user that a client says it is. */
export function findUser<U extends User>(users: Users<U>, request: AuthRequest): Eventually<U | undefined> {
  const { authid } = request
  if (authid === undefined) throw refusal('wamp.error.no_such_principal', 'HELLO must name an authid for this method')
  if (typeof users === 'function') return users(authid, request)
  return Object.hasOwn(users, authid) ? users[authid] : undefined
}

/** Goes on with the user that a client says it is. @throws {WampError} `wamp.error.no_such_principal`, or rejects with it. */
export function withUser<U extends User, T>(
  users: Users<U>,
  request: AuthRequest,
  next: (user: U, principal: Omit<Principal, 'authmethod'>) => T,
): Eventually<T> {
  return followed(findUser(users, request), user => {
    if (user === undefined || user === null) {
      throw refusal('wamp.error.no_such_principal', `there is no user ${describe(request.authid)} for this method`)
    }
    return next(user, principalOf(users, user, request.authid ?? ''))
  })
}

export function principalOf(users: unknown, user: User, authid: string): Omit<Principal, 'authmethod'> {
  return { authid, authrole: user.authrole ?? 'user', authprovider: providerOf(users) }
}

/**
 * A user's secret. Whatever a database says of a user without one, nothing may prove to be that user.
 * @throws {TypeError} where it is no text, or empty.
 */
export function secretOf(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`the ${name} of a user must be a string that is not empty`)
}

/** WELCOME.Details.authprovider. */
export function providerOf(users: unknown): string {
  return typeof users === 'function' ? 'dynamic' : 'static'
}

/** The refusal of a wrong secret, which does not say what was wrong with it. */
export function denied(): Error {
  return refusal('wamp.error.authentication_denied', 'this is not the right answer to the challenge')
}
