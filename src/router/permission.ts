// Permissions: who may do what to which URIs, written down or decided by a function [wamp:authorization].

import { refusal, type WampError } from '../protocol/errors.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import type { Eventually } from './eventually.ts'
import type { Principal } from './session.ts'
import { covers, overlaps, type UriPattern } from './uri-pattern.ts'

/** What a session may do to a URI. */
export type Action = 'call' | 'register' | 'subscribe' | 'publish'

export const ACTIONS: readonly Action[] = ['call', 'register', 'subscribe', 'publish']

/** The refusal of what a verdict does not allow. */
export function notAuthorized(action: Action, uri: Uri): WampError {
  return refusal('wamp.error.not_authorized', `this session may not ${action} ${uri}`)
}

/** What was decided of one request. */
export interface Verdict {
  readonly allow: boolean
  /** Whether the session's identity is disclosed: true even unasked, false even where it asks; otherwise as it asks. */
  readonly disclose?: boolean | undefined
}

/**
 * A rule. It decides every action of its sessions on its URIs: those that are listed are allowed, the others are not.
 *
 * Editors may do everything, users call and hear what lies in `com.app.`, and others nothing:
 *
 *     [
 *       { role: 'editor', uri: '', match: 'prefix', allow: ['call', 'register', 'subscribe', 'publish'] },
 *       { role: 'user', uri: 'com.app.', match: 'prefix', allow: ['call', 'subscribe'] },
 *     ]
 *
 * All but one topic: the narrower rule stands first.
 *
 *     [
 *       { uri: 'com.app.secret', allow: [] },
 *       { uri: 'com.app.', match: 'prefix', allow: ['subscribe'], disclose: { publisher: true } },
 *     ]
 */
export interface Permission extends UriPattern {
  /** The authrole, or several, that this is for; anybody without. */
  readonly role?: string | readonly string[] | undefined
  /** The authid, or several; anybody without. */
  readonly authid?: string | readonly string[] | undefined
  readonly allow: readonly Action[]
  /** Whether callees learn who calls, and subscribers who publishes, whatever those ask; without, as they ask. */
  readonly disclose?: { readonly caller?: boolean | undefined; readonly publisher?: boolean | undefined } | undefined
}

/**
 * Decides by itself: true or false, a verdict, or `undefined` to leave it to the rules behind. What it throws, and no
 * answer within ten seconds, refuses the request with `wamp.error.authorization_failed`. While it waits nothing else of
 * that session is read, an answer to a call included: it must not wait for the session that it decides about.
 *
 * @param options those of the request. With `match`, `uri` is a pattern: whoever allows it allows all that it matches.
 */
export type Authorizer = (
  session: Principal & { readonly session: number },
  action: Action,
  uri: Uri,
  options: Dict,
) => Eventually<boolean | Verdict | undefined>

/** Who wants to do what. */
export interface PermissionRequest {
  readonly principal: Principal
  readonly action: Action
  /** A pattern where the request is for one. */
  readonly target: UriPattern
}

/**
 * What one rule says; `undefined` where it says nothing. Of a pattern, a rule decides that covers all of it. One that
 * knows of a part may only forbid: else who subscribes to everything would hear what narrower rules keep secret.
 */
export function judge(permission: Permission, { principal, action, target }: PermissionRequest): Verdict | undefined {
  const { role, authid, allow, disclose } = permission
  if (!isOneOf(principal.authrole, role) || !isOneOf(principal.authid, authid)) return undefined
  const allowed = allow.includes(action)
  if (!covers(permission, target)) return allowed || !overlaps(permission, target) ? undefined : { allow: false }
  if (action !== 'call' && action !== 'publish') return { allow: allowed }
  return { allow: allowed, disclose: action === 'call' ? disclose?.caller : disclose?.publisher }
}

function isOneOf(name: string, names: string | readonly string[] | undefined): boolean {
  return names === undefined || (typeof names === 'string' ? name === names : names.includes(name))
}
