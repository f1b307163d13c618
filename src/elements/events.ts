// The events of <wamp-session>: they bubble and cross shadow roots.

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

declare global {
  interface GlobalEventHandlersEventMap {
    'wamp-open': WampOpenEvent
    'wamp-close': WampCloseEvent
    'wamp-error': WampErrorEvent
    'wamp-state': WampStateEvent
  }
}
