// Session element: what other elements see of a <wamp-session>.

import type { Session } from '../client/session.ts'
import type { SessionState } from '../client/session-options.ts'
import type { Transport } from '../host/dial.ts'
import type { Room } from '../host/room.ts'
import type { Liveness } from '../protocol/link.ts'
import type { Progress, SessionRole } from './opened.ts'

export interface SessionElement extends Omit<HTMLElement, 'role'> {
  readonly session: Session | undefined
  readonly state: SessionState
  readonly role: SessionRole | null
  readonly transport: Transport | undefined
  readonly invite: string | undefined
  readonly plainUrl: string | undefined
  readonly room: Room | undefined
  readonly waiting: boolean
  readonly progress: Progress | undefined
  readonly liveness: Liveness | undefined
  readonly risk: string | undefined
  readonly error: Error | undefined
  readonly signaling: string | undefined
  page: string | undefined
}
