// Trace file: a trace as JSON, to be kept and looked at again. Binaries are as WAMP writes them in JSON.

import type { TraceRecord } from '../../host/trace/trace-record.ts'
import { isDict } from '../../protocol/dict.ts'

const FORMAT = 'wamp-mesh trace'
const VERSION = 1
const TRANSPORTS: readonly unknown[] = ['memory', 'message-port', 'data-channel', 'relay', 'websocket', undefined]

export interface TraceFile {
  readonly records: readonly TraceRecord[]
  /** What the page called the sessions. */
  readonly names: ReadonlyMap<number, string>
}

export function writeTrace({ records, names }: TraceFile): string {
  const file = { format: FORMAT, version: VERSION, names: Object.fromEntries(names), records }
  return JSON.stringify(file, (_, value) => {
    if (typeof value === 'bigint') return Number(value)
    return value instanceof Uint8Array ? `\0${btoa(String.fromCharCode(...value))}` : value
  })
}

/** @throws {Error} with a sentence, where `text` is no such file. */
export function readTrace(text: string): TraceFile {
  const file = parsed(text)
  if (!isDict(file) || file.format !== FORMAT) throw new Error('This file is not a trace of wamp-mesh.')
  if (file.version !== VERSION)
    throw new Error(`This trace is of version ${file.version}; version ${VERSION} is known here.`)
  if (!Array.isArray(file.records)) throw new Error('This trace has no records.')
  const names = isDict(file.names) ? Object.entries(file.names) : []
  return {
    records: file.records.map(readRecord),
    names: new Map(names.map(([session, name]) => [Number(session), String(name)])),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => (typeof value === 'string' && value[0] === '\0' ? bytesOf(value) : value))
  } catch {
    throw new Error('This file is not JSON, or its end is missing.')
  }
}

function bytesOf(text: string): unknown {
  try {
    return Uint8Array.from(atob(text.slice(1)), character => character.charCodeAt(0))
  } catch {
    return text
  }
}

function readRecord(record: unknown, index: number): TraceRecord {
  const { number, time, direction, session, transport, message, size } = isDict(record) ? record : {}
  const numbers = [number, time, session, size].every(value => Number.isFinite(value))
  const ways = direction === 'to-router' || direction === 'from-router'
  if (!numbers || !ways || !Array.isArray(message) || !TRANSPORTS.includes(transport)) {
    throw new Error(`Record ${index + 1} of this trace is not what it must be.`)
  }
  return record as TraceRecord
}
