// Tools: what a component of the orchard is given to work with.

import type { Session } from '../wamp.ts'
import type { Note } from './note.ts'

export interface Tools {
  /** A session of its own. */
  readonly session: Session
  /** Aborted when the component is to end, after its session was closed. */
  readonly signal: AbortSignal
  /** To be called when another component has the procedures of this one. */
  onwaiting(): unknown
  /** For the page that the component runs in. */
  tell(note: Note): unknown
}

/** Resolves when the component works; rejects when its session closes before. */
export type Start = (tools: Tools) => Promise<void>
