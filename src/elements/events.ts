// The events of the elements: they bubble and cross shadow roots.

import type { SessionState } from '../client/session-options.ts'
import type { Transfers } from '../protocol/link.ts'
import type { CallResult } from './call-controller.ts'
import type { Peer } from './presence-controller.ts'
import type { Question } from './question.ts'
import type { TopicEvent } from './subscription-controller.ts'

const PUBLIC = { bubbles: true, composed: true } as const

/** The session opened, or opened again. */
export class WampOpenEvent extends Event {
  constructor() {
    super('wamp-open', PUBLIC)
  }
}

/** The session closed for good; `error` says why, unless somebody wanted it. */
export class WampCloseEvent extends Event {
  readonly error: Error | undefined

  constructor(error: Error | undefined) {
    super('wamp-close', PUBLIC)
    this.error = error
  }
}

/** Something went wrong: `error.message` is a sentence for people. The session may come back all the same. */
export class WampErrorEvent extends Event {
  readonly error: Error

  constructor(error: Error) {
    super('wamp-error', PUBLIC)
    this.error = error
  }
}

/** State, role, transport, invite or error changed. */
export class WampStateEvent extends Event {
  constructor() {
    super('wamp-state', PUBLIC)
  }
}

/** What there is to tell when a session has changed. `state`: if that is what has. */
export function* changes(error: Error | undefined, state: SessionState | undefined, why: Error | undefined) {
  yield new WampStateEvent()
  if (error) yield new WampErrorEvent(error)
  if (state === 'open') yield new WampOpenEvent()
  if (state === 'closed') yield new WampCloseEvent(error ?? why)
}

/** Large messages go or come, or do so no more; told now and then while they do. */
export class WampTransferEvent extends Event {
  /** How far they are, those of each direction together; of a host, all that its room sends and gets. */
  readonly transfers: Transfers

  constructor(transfers: Transfers) {
    super('wamp-transfer', PUBLIC)
    this.transfers = transfers
  }
}

/** Of <wamp-subscribe>: an event of the topic. */
export class WampTopicEvent extends Event {
  readonly args: TopicEvent['args']
  readonly kwargs: TopicEvent['kwargs']
  readonly details: TopicEvent['details']

  constructor({ args, kwargs, details }: TopicEvent) {
    super('wamp-event', PUBLIC)
    this.args = args
    this.kwargs = kwargs
    this.details = details
  }
}

/** Of <wamp-publish>: it was sent, and where acknowledged has arrived. */
export class WampPublishedEvent extends Event {
  constructor() {
    super('wamp-published', PUBLIC)
  }
}

/** Of <wamp-call>: a result; where `progress`, others follow. */
export class WampResultEvent extends Event {
  readonly result: CallResult['result']
  readonly progress: boolean

  constructor({ result, progress }: CallResult) {
    super('wamp-result', PUBLIC)
    this.result = result
    this.progress = progress
  }
}

/** Of what subscribes, publishes, calls or registers: the request failed. */
export class WampRequestErrorEvent extends Event {
  readonly error: Error

  constructor(error: Error) {
    super('wamp-request-error', PUBLIC)
    this.error = error
  }
}

/** Of <wamp-register>: somebody asks. */
export class WampQuestionEvent extends Event {
  readonly args: Question['args']
  readonly kwargs: Question['kwargs']
  readonly details: Question['details']

  constructor({ args, kwargs, details }: Question) {
    super('wamp-question', PUBLIC)
    this.args = args
    this.kwargs = kwargs
    this.details = details
  }
}

/** Of <wamp-presence>: who is here is other than before. */
export class WampPresenceChangeEvent extends Event {
  readonly peers: readonly Peer[]

  constructor(peers: readonly Peer[]) {
    super('wamp-presence-change', PUBLIC)
    this.peers = peers
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'wamp-open': WampOpenEvent
    'wamp-close': WampCloseEvent
    'wamp-error': WampErrorEvent
    'wamp-state': WampStateEvent
    'wamp-transfer': WampTransferEvent
    'wamp-event': WampTopicEvent
    'wamp-published': WampPublishedEvent
    'wamp-result': WampResultEvent
    'wamp-request-error': WampRequestErrorEvent
    'wamp-question': WampQuestionEvent
    'wamp-presence-change': WampPresenceChangeEvent
  }
}
