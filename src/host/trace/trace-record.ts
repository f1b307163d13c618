// Trace record: one WAMP message that passed, as whoever watches a router or a session gets it.

import type { Id } from '../../protocol/messages.ts'
import type { Transport } from '../transport-kind.ts'

export interface TraceRecord {
  /** Counts the messages that passed while somebody watched. A gap: those between were left out, for want of time. */
  readonly number: number
  /** Milliseconds since 1970, with fractions. */
  readonly time: number
  readonly direction: 'to-router' | 'from-router'
  /** Whose link it was: WELCOME.Session, and 0 before that. */
  readonly session: Id
  /** What carries the session; undefined while it has no path. */
  readonly transport: Transport | undefined
  /**
   * The message as it stands in the specification, `[48, 1, {}, 'com.app.gettemp', [], {}]`; a binary is a `Uint8Array`. What proves
   * who somebody is, is masked by `•••`. Empty where it could not be read.
   */
  readonly message: readonly unknown[]
  /** Bytes of the frame. */
  readonly size: number
  /** The message is longer than 16 KiB: what was left out stands as `…`, and binaries are shorter. */
  readonly cut?: true
  /** Why the message could not be read. */
  readonly unreadable?: string
  /** Of what the router sent: the number of the message that it answers or passes on, where it did so at once. */
  readonly cause?: number
}

/** Called for each message, in the order in which they passed. */
export type TraceObserver = (record: TraceRecord) => void

/** Tells an observer: whoever watches must not break what is watched. */
export function tell(observer: TraceObserver, record: TraceRecord): void {
  try {
    observer(record)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
