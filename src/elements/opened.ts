// Opened: what a session controller has open, or is opening.

import type { Session } from '../client/session.ts'
import type { SessionState } from '../client/session-options.ts'
import type { Dialed, Target } from '../host/dial.ts'
import type { Room } from '../host/room.ts'

export type SessionRole = 'host' | 'guest' | 'client'

/**
 * What is being done: the key or worker of a room is `preparing`, the host or router looked for by `signaling`, the realm
 * entered (`joining`), a host awaited (`waiting`), or a data channel tried that takes a relayed session over (`upgrading`).
 */
export type Progress = 'preparing' | 'signaling' | 'joining' | 'waiting' | 'upgrading'

export interface Opened {
  readonly role: SessionRole
  readonly realm: string
  /** What the session dials. */
  readonly target: Target
  readonly invite: string | undefined
  session: Session | undefined
  /** Nobody hosts the room of the invite now. */
  waiting: boolean
  /** The way is being looked for. */
  dialing: boolean
  /** More sessions by the same way. */
  readonly companions: Set<Session>
  /** The way that each session has now. */
  readonly ways: Map<Session, Dialed>
}

export function sessionsOf({ session, companions }: Opened): Session[] {
  return session ? [session, ...companions] : [...companions]
}

export function roomOf(target: Target | undefined): Room | undefined {
  return typeof target === 'object' && 'dial' in target ? target : undefined
}

export function progressOf(current: Opened | undefined, state: SessionState): Progress | undefined {
  if (current?.waiting) return 'waiting'
  if (state === 'closed') return undefined
  if (!current) return 'preparing'
  const { session, target, dialing } = current
  if (state === 'open') return session && current.ways.get(session)?.upgrading ? 'upgrading' : undefined
  return roomOf(target) || dialing || session?.isOpen ? 'signaling' : 'joining'
}
