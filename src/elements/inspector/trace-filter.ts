// Trace filter: which messages somebody wants to see.

import { isMeta, type MessageKind, type TracedMessage } from './traced-message.ts'

export interface TraceFilter {
  /** In the name, the URI, or the payload; letters of either case. */
  readonly text: string
  readonly kind: MessageKind | undefined
  readonly session: number | undefined
  /** WAMP's own procedures and topics too. */
  readonly meta: boolean
}

export const NO_FILTER: TraceFilter = { text: '', kind: undefined, session: undefined, meta: false }

export function passes(message: TracedMessage, filter: TraceFilter): boolean {
  if (!filter.meta && isMeta(message)) return false
  if (filter.kind !== undefined && message.kind !== filter.kind) return false
  if (filter.session !== undefined && message.record.session !== filter.session) return false
  const wanted = filter.text.trim().toLowerCase()
  return wanted === '' || textOf(message).includes(wanted)
}

const texts = new WeakMap<TracedMessage, string>()

function textOf(message: TracedMessage): string {
  const known = texts.get(message)
  if (known !== undefined) return known
  const text = `${message.name} ${message.uri ?? ''} ${preview(message.record.message.slice(1))}`.toLowerCase()
  texts.set(message, text)
  return text
}

/** A value as one line of JSON; a binary by its length. */
export function preview(value: unknown): string {
  return JSON.stringify(value, readable) ?? ''
}

/** The same over several lines. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, readable, 2) ?? ''
}

function readable(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (!(value instanceof Uint8Array)) return value
  const first = [...value.subarray(0, 16)].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
  return `⟨${value.length} B: ${first}${value.length > 16 ? ' …' : ''}⟩`
}
