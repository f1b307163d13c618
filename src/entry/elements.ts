// wamp-mesh/elements: the element classes and what they are made of, without registering anything.

export { defineElements } from '../elements/define.ts'
export { WampCloseEvent, WampErrorEvent, WampOpenEvent, WampStateEvent } from '../elements/events.ts'
export { WampInspectorElement } from '../elements/inspector/wamp-inspector.ts'
export { sessionContext } from '../elements/session-context.ts'
export { SessionController, type SessionRole } from '../elements/session-controller.ts'
export type { Destination, SessionControllerHost, SessionSettings } from '../elements/session-settings.ts'
export { WampSessionElement } from '../elements/wamp-session.ts'
