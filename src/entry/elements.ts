// wamp-mesh/elements: the element classes and what they are made of, without registering anything.

export { defineElements } from '../elements/define.ts'
export { WampCloseEvent, WampErrorEvent, WampOpenEvent, WampStateEvent } from '../elements/events.ts'
export { sessionContext } from '../elements/session-context.ts'
export {
  type Destination,
  SessionController,
  type SessionControllerHost,
  type SessionRole,
  type SessionSettings,
} from '../elements/session-controller.ts'
export { WampSessionElement } from '../elements/wamp-session.ts'
