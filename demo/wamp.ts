// The parts of wamp-mesh that the game is written with.

export { Result, type Session, WampError } from '../src/entry/index.ts'
