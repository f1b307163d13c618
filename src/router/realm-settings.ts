// RealmSettings: what a realm can be told when its router is made.

import type { Uri, UriRule } from '../protocol/uri.ts'
import type { Principal } from './session.ts'

/** What a session may do to a URI [wamp:authorization]. */
export type Action = 'call' | 'register' | 'subscribe' | 'publish'

/** Every setting has a default, named with it. */
export interface RealmSettings {
  /** Which URIs are valid; `loose` by default. */
  readonly uriRule?: UriRule | undefined
  /** Whether a client's request ids must be 1, 2, 3, … [R-PE-9]; true by default. */
  readonly strictRequestIds?: boolean | undefined
  /**
   * Whether a callee that announces `progressive_call_results` must announce `call_canceling` too, or is taken for one
   * that has neither [R-PCR-1]; false by default, since Autobahn|JS announces only the first.
   */
  readonly strictProgressiveResults?: boolean | undefined
  /** Milliseconds after which a call that names no timeout of its own ends; 0, the default, for never. */
  readonly callTimeout?: number | undefined
  /** How far a caller or publisher is to be trusted, told to callees and subscribers: an integer of at least 0 [wamp:call-trustlevels]. */
  readonly trustLevel?: ((principal: Principal, action: 'call' | 'publish', uri: Uri) => number | undefined) | undefined
}
