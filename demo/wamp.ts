// The parts of wamp-mesh that the systems are written with.

export type { Peer } from '../src/entry/elements.ts'
export { type CallOptions, Result, type Session, WampError } from '../src/entry/index.ts'
