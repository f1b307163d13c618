// Transport kind: what carries a session, by the names that pages see.

/** What carries a session. */
export type Transport = 'memory' | 'message-port' | 'data-channel' | 'relay' | 'websocket'
/** The ways of a guest's link. */
export type GuestTransport = 'data-channel' | 'relay'
