// The namespace `autobahn`, name by name.

export { auth_cra } from './auth-cra.ts'
export { auth_cryptosign } from './auth-cryptosign.ts'
export { util } from './autobahn-util.ts'
export { Connection } from './connection.ts'
export { AutobahnError as Error } from './error.ts'
export { Event } from './event.ts'
export { Invocation } from './invocation.ts'
export { log } from './log.ts'
export { Publication } from './publication.ts'
export { Registration } from './registration.ts'
export { Result } from './result.ts'
export * as serializer from './serializer.ts'
export { Session } from './session.ts'
export { Subscription } from './subscription.ts'
export { transports } from './transport-registry.ts'
export { when } from './when.ts'

/** The release of Autobahn|JS that this behaves as. */
export const version = '22.11.1'
