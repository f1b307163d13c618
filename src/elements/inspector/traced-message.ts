// Traced message: a record as people read it: its name, what it is about, and what it belongs to.

import type { TraceRecord } from '../../host/trace/trace-record.ts'

export type MessageKind = 'call' | 'event' | 'setup' | 'session'

export interface TracedMessage {
  readonly record: TraceRecord
  /** Its name in the specification. */
  readonly name: string
  readonly kind: MessageKind
  /** The procedure or topic; of a HELLO the realm, and of a farewell the reason. */
  readonly uri: string | undefined
  /** Of an ERROR: its own URI. */
  readonly error: string | undefined
  /** The same number: one call with its result, one event with those who got it. */
  readonly exchange: number | undefined
  /** Milliseconds from a request to its answer. */
  readonly latency: number | undefined
}

/** Whether it is about WAMP's own procedures and topics. */
export function isMeta({ kind, uri }: TracedMessage): boolean {
  return kind !== 'session' && uri !== undefined && uri.startsWith('wamp.')
}
