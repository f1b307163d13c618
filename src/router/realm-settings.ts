// RealmSettings: what a realm can be told when its router is made.

import type { Uri, UriRule } from '../protocol/uri.ts'
import type { Authenticator } from './auth/authenticator.ts'
import type { EventHistorySettings } from './broker/event-history.ts'
import type { EventRetentionSettings } from './broker/event-retention.ts'
import type { Authorizer, Permission } from './permission.ts'
import type { Principal } from './session.ts'
import type { UriPattern } from './uri-pattern.ts'

export type { Action } from './permission.ts'

/** Every setting has a default, named with it. */
export interface RealmSettings {
  /**
   * The ways in. By default anybody comes in as `anonymous`; with a list, which need not have that, nobody else than
   * those it lets in, and those whose link vouches for them, as invites do.
   */
  readonly authenticators?: readonly Authenticator[] | undefined
  /**
   * Who may do what: the first rule or function that decides wins. Without any, everybody may do everything; with some,
   * what none allows is refused with `wamp.error.not_authorized`.
   */
  readonly permissions?: readonly (Permission | Authorizer)[] | undefined
  /** Which URIs are valid; `loose` by default. */
  readonly uriRule?: UriRule | undefined
  /** Whether a client's request ids must be 1, 2, 3, … [R-PE-9]; true by default. */
  readonly strictRequestIds?: boolean | undefined
  /**
   * Whether a callee that announces `progressive_call_results` must announce `call_canceling` too, or is taken for one
   * that has neither [R-PCR-1]; false by default, since Autobahn|JS announces only the first.
   */
  readonly strictProgressiveResults?: boolean | undefined
  /**
   * Whose place a callee takes with `force_reregister`: of sessions with its own authid and authrole (`own`, the default
   * where there are permissions), or of anybody's (`any`, the default where there are none).
   */
  readonly forceReregister?: 'own' | 'any' | undefined
  /** Milliseconds after which a call that names no timeout of its own ends; 0, the default, for never. */
  readonly callTimeout?: number | undefined
  /** How far a caller or publisher is to be trusted, told to callees and subscribers: an integer of at least 0 [wamp:call-trustlevels]. */
  readonly trustLevel?: ((principal: Principal, action: 'call' | 'publish', uri: Uri) => number | undefined) | undefined
  /** What is kept of events, and where, for `wamp.subscription.get_events`; `false` for nothing. */
  readonly eventHistory?: EventHistorySettings | false | undefined
  /** What is kept for subscribers with `get_retained`; `false` for nothing. */
  readonly eventRetention?: EventRetentionSettings | false | undefined
  /**
   * Topics of which a subscriber that is slow may get the newest event only, where the publisher does not say itself, by
   * `x_conflate`. None by default; those in `wamp.` never are.
   */
  readonly conflate?: readonly UriPattern[] | undefined
}
