// wamp-mesh/autobahn: Autobahn|JS's namespace over our own client; `url` may also be the invite to a room.
// `import autobahn from 'wamp-mesh/autobahn'` and `import * as autobahn from 'wamp-mesh/autobahn'` are the same.

export type { CallPromise, CancelOptions } from '../autobahn/caller.ts'
export type { CloseDetails, CloseReason, ConnectionOptions } from '../autobahn/connection.ts'
export * from '../autobahn/namespace.ts'
export * as default from '../autobahn/namespace.ts'
export type { Endpoint } from '../autobahn/registration.ts'
export type { EventHandler } from '../autobahn/subscription.ts'
