// The 24 messages of WAMP as TypeScript tuples, each under its wire form [wamp:messages].

import type { Dict } from './dict.ts'
import type { Id } from './ids.ts'
import type * as options from './options.ts'
import type { OptionsOf } from './options.ts'
import type { Payload } from './payload.ts'
import type { Uri } from './uri.ts'

export type { Dict, Id, Uri }

export const HELLO = 1
export const WELCOME = 2
export const ABORT = 3
export const CHALLENGE = 4
export const AUTHENTICATE = 5
export const GOODBYE = 6
export const ERROR = 8
export const PUBLISH = 16
export const PUBLISHED = 17
export const SUBSCRIBE = 32
export const SUBSCRIBED = 33
export const UNSUBSCRIBE = 34
export const UNSUBSCRIBED = 35
export const EVENT = 36
export const CALL = 48
export const CANCEL = 49
export const RESULT = 50
export const REGISTER = 64
export const REGISTERED = 65
export const UNREGISTER = 66
export const UNREGISTERED = 67
export const INVOCATION = 68
export const INTERRUPT = 69
export const YIELD = 70
/** Provisional: acknowledged event delivery, which Autobahn knows and the specification does not. */
export const EVENT_RECEIVED = 337

export type HelloDetails = OptionsOf<typeof options.HELLO_DETAILS>
export type WelcomeDetails = OptionsOf<typeof options.WELCOME_DETAILS>
export type AbortDetails = OptionsOf<typeof options.ABORT_DETAILS>
export type GoodbyeDetails = OptionsOf<typeof options.GOODBYE_DETAILS>
export type ErrorDetails = OptionsOf<typeof options.ERROR_DETAILS>
export type PublishOptions = OptionsOf<typeof options.PUBLISH_OPTIONS>
export type SubscribeOptions = OptionsOf<typeof options.SUBSCRIBE_OPTIONS>
export type EventDetails = OptionsOf<typeof options.EVENT_DETAILS>
export type CallOptions = OptionsOf<typeof options.CALL_OPTIONS>
export type CancelOptions = OptionsOf<typeof options.CANCEL_OPTIONS>
export type ResultDetails = OptionsOf<typeof options.RESULT_DETAILS>
export type RegisterOptions = OptionsOf<typeof options.REGISTER_OPTIONS>
export type InvocationDetails = OptionsOf<typeof options.INVOCATION_DETAILS>
export type InterruptOptions = OptionsOf<typeof options.INTERRUPT_OPTIONS>
export type YieldOptions = OptionsOf<typeof options.YIELD_OPTIONS>
export type RevocationDetails = OptionsOf<typeof options.REVOCATION_DETAILS>

/** `[HELLO, Realm|uri, Details|dict]` */
export type Hello = [type: typeof HELLO, realm: Uri | null, details: HelloDetails]
/** `[WELCOME, Session|id, Details|dict]` */
export type Welcome = [type: typeof WELCOME, session: Id, details: WelcomeDetails]
/** `[ABORT, Details|dict, Reason|uri]`; arguments may follow [R-AB-1] */
export type Abort = [type: typeof ABORT, details: AbortDetails, reason: Uri, payload?: Payload]
/** `[CHALLENGE, AuthMethod|string, Extra|dict]` */
export type Challenge = [type: typeof CHALLENGE, authmethod: string, extra: Dict]
/** `[AUTHENTICATE, Signature|string, Extra|dict]` */
export type Authenticate = [type: typeof AUTHENTICATE, signature: string, extra: Dict]
/** `[GOODBYE, Details|dict, Reason|uri]` */
export type Goodbye = [type: typeof GOODBYE, details: GoodbyeDetails, reason: Uri]
/** `[ERROR, REQUEST.Type|int, REQUEST.Request|id, Details|dict, Error|uri, Arguments|list, ArgumentsKw|dict]` */
export type Error_ = [
  type: typeof ERROR,
  requestType: number,
  request: Id,
  details: ErrorDetails,
  error: Uri,
  payload: Payload,
]
/** `[PUBLISH, Request|id, Options|dict, Topic|uri, Arguments|list, ArgumentsKw|dict]` */
export type Publish = [type: typeof PUBLISH, request: Id, options: PublishOptions, topic: Uri, payload: Payload]
/** `[PUBLISHED, PUBLISH.Request|id, Publication|id]` */
export type Published = [type: typeof PUBLISHED, request: Id, publication: Id]
/** `[SUBSCRIBE, Request|id, Options|dict, Topic|uri]` */
export type Subscribe = [type: typeof SUBSCRIBE, request: Id, options: SubscribeOptions, topic: Uri]
/** `[SUBSCRIBED, SUBSCRIBE.Request|id, Subscription|id]` */
export type Subscribed = [type: typeof SUBSCRIBED, request: Id, subscription: Id]
/** `[UNSUBSCRIBE, Request|id, SUBSCRIBED.Subscription|id]` */
export type Unsubscribe = [type: typeof UNSUBSCRIBE, request: Id, subscription: Id]
/** `[UNSUBSCRIBED, UNSUBSCRIBE.Request|id]`, with request 0 and `Details|dict` when the router revokes */
export type Unsubscribed = [type: typeof UNSUBSCRIBED, request: Id, details?: RevocationDetails]
/** `[EVENT, SUBSCRIBED.Subscription|id, PUBLISHED.Publication|id, Details|dict, Arguments|list, ArgumentsKw|dict]` */
export type Event_ = [type: typeof EVENT, subscription: Id, publication: Id, details: EventDetails, payload: Payload]
/** `[CALL, Request|id, Options|dict, Procedure|uri, Arguments|list, ArgumentsKw|dict]` */
export type Call = [type: typeof CALL, request: Id, options: CallOptions, procedure: Uri, payload: Payload]
/** `[CANCEL, CALL.Request|id, Options|dict]` */
export type Cancel = [type: typeof CANCEL, request: Id, options: CancelOptions]
/** `[RESULT, CALL.Request|id, Details|dict, Arguments|list, ArgumentsKw|dict]` */
export type Result_ = [type: typeof RESULT, request: Id, details: ResultDetails, payload: Payload]
/** `[REGISTER, Request|id, Options|dict, Procedure|uri]` */
export type Register = [type: typeof REGISTER, request: Id, options: RegisterOptions, procedure: Uri]
/** `[REGISTERED, REGISTER.Request|id, Registration|id]` */
export type Registered = [type: typeof REGISTERED, request: Id, registration: Id]
/** `[UNREGISTER, Request|id, REGISTERED.Registration|id]` */
export type Unregister = [type: typeof UNREGISTER, request: Id, registration: Id]
/** `[UNREGISTERED, UNREGISTER.Request|id]`, with request 0 and `Details|dict` when the router revokes */
export type Unregistered = [type: typeof UNREGISTERED, request: Id, details?: RevocationDetails]
/** `[INVOCATION, Request|id, REGISTERED.Registration|id, Details|dict, Arguments|list, ArgumentsKw|dict]` */
export type Invocation = [
  type: typeof INVOCATION,
  request: Id,
  registration: Id,
  details: InvocationDetails,
  payload: Payload,
]
/** `[INTERRUPT, INVOCATION.Request|id, Options|dict]` */
export type Interrupt = [type: typeof INTERRUPT, request: Id, options: InterruptOptions]
/** `[YIELD, INVOCATION.Request|id, Options|dict, Arguments|list, ArgumentsKw|dict]` */
export type Yield = [type: typeof YIELD, request: Id, options: YieldOptions, payload: Payload]

/** `[EVENT_RECEIVED, EVENT.Publication|id]` */
export type EventReceived = [type: typeof EVENT_RECEIVED, publication: Id]

/** What only a client receives. */
export type ToClient =
  | Welcome
  | Challenge
  | Published
  | Subscribed
  | Unsubscribed
  | Event_
  | Result_
  | Registered
  | Unregistered
  | Invocation
  | Interrupt
/** What only a router receives. */
export type ToRouter =
  | Hello
  | Authenticate
  | Publish
  | Subscribe
  | Unsubscribe
  | Call
  | Cancel
  | Register
  | Unregister
  | Yield
  | EventReceived
/** What both receive. */
export type ToEither = Abort | Goodbye | Error_
/** Any message. */
export type Message = ToClient | ToRouter | ToEither
