// wamp-mesh/elements: the element classes and what they are made of, without registering anything.

export {
  CallController,
  type CallResult,
  type CallSettings,
} from '../elements/call-controller.ts'
export { defineElements } from '../elements/define.ts'
export {
  WampCloseEvent,
  WampErrorEvent,
  WampOpenEvent,
  WampPresenceChangeEvent,
  WampPublishedEvent,
  WampQuestionEvent,
  WampRequestErrorEvent,
  WampResultEvent,
  WampStateEvent,
  WampTopicEvent,
} from '../elements/events.ts'
export { WampInspectorElement } from '../elements/inspector/wamp-inspector.ts'
export {
  type Peer,
  PresenceController,
  type PresenceListener,
  type PresenceSettings,
} from '../elements/presence-controller.ts'
export type { Question } from '../elements/question.ts'
export {
  RegistrationController,
  type RegistrationListener,
  type RegistrationSettings,
} from '../elements/registration-controller.ts'
export {
  SessionConsumer,
  type SessionConsumerHost,
} from '../elements/session-consumer.ts'
export { sessionContext, sessionElementContext } from '../elements/session-context.ts'
export { SessionController, type SessionRole } from '../elements/session-controller.ts'
export type { SessionElement } from '../elements/session-element.ts'
export type { Destination, SessionControllerHost, SessionSettings } from '../elements/session-settings.ts'
export {
  SubscriptionController,
  type SubscriptionSettings,
  type TopicEvent,
} from '../elements/subscription-controller.ts'
export { WampCallElement } from '../elements/wamp-call.ts'
export { WampInviteElement } from '../elements/wamp-invite.ts'
export { WampPresenceElement } from '../elements/wamp-presence.ts'
export { WampPublishElement } from '../elements/wamp-publish.ts'
export { WampRegisterElement } from '../elements/wamp-register.ts'
export { WampSessionElement } from '../elements/wamp-session.ts'
export { WampStatusElement } from '../elements/wamp-status.ts'
export { WampSubscribeElement } from '../elements/wamp-subscribe.ts'
export { addWords, type Words } from '../elements/words.ts'
