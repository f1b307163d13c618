// Trace file: a trace as JSON, to be kept and looked at again. Binaries are as WAMP writes them in JSON.

import type { TraceRecord } from '../../host/trace/trace-record.ts'
import { isDict } from '../../protocol/dict.ts'
import { elementNames } from '../../protocol/wire.ts'

const FORMAT = 'wamp-mesh trace'
const VERSION = 1
const TRANSPORTS: readonly unknown[] = ['memory', 'message-port', 'data-channel', 'relay', 'websocket', undefined]
/** The end of the year 9999: dates beyond have no usual form. */
const LAST_TIME = Date.UTC(10_000, 0) - 1
/** Messages nest up to 930 levels; much deeper ones cannot be written out. */
const MOST_LEVELS = 1_000

export interface TraceFile {
  readonly records: readonly TraceRecord[]
  /** What the page called the sessions. */
  readonly names: ReadonlyMap<number, string>
}

export function writeTrace({ records, names }: TraceFile): string {
  const file = { format: FORMAT, version: VERSION, names: Object.fromEntries(names), records }
  return JSON.stringify(file, (_, value) => {
    if (typeof value === 'bigint') return Number(value)
    return value instanceof Uint8Array
      ? `\0${btoa(Array.from(value, byte => String.fromCharCode(byte)).join(''))}`
      : value
  })
}

/** @throws {Error} with a sentence, where `text` is no such file. */
export function readTrace(text: string): TraceFile {
  const file = parsed(text)
  if (!isDict(file) || file.format !== FORMAT) throw new Error('This file is not a trace of wamp-mesh.')
  if (file.version !== VERSION)
    throw new Error(`This trace is of version ${JSON.stringify(file.version)}; version ${VERSION} is known here.`)
  if (!Array.isArray(file.records)) throw new Error('This trace has no records.')
  return { records: file.records.map(readRecord), names: new Map(Object.entries(file.names ?? {}).map(readName)) }
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

function readName([key, name]: [string, unknown]): [number, string] {
  const session = Number(key)
  if (isCount(session) && typeof name === 'string') return [session, name]
  throw new Error('The names in this trace are not what they must be.')
}

/** The same record with nothing in it that would break what shows it, whoever wrote the file. */
function readRecord(record: unknown, index: number): TraceRecord {
  if (isRecord(record)) {
    const { number, time, direction, session, transport, message, size, cut, unreadable, cause } = record
    const more = { ...(cut && { cut }), ...(unreadable !== undefined && { unreadable }) }
    return {
      number,
      time,
      direction,
      session,
      transport,
      message,
      size,
      ...more,
      ...(cause !== undefined && { cause }),
    }
  }
  throw new Error(`Record ${index + 1} of this trace is not what it must be.`)
}

function isRecord(record: unknown): record is TraceRecord {
  if (!isDict(record)) return false
  const { number, time, direction, session, transport, message, size, cut, unreadable, cause = 0 } = record
  return (
    [number, session, size, cause].every(isCount) &&
    typeof time === 'number' &&
    Math.abs(time) <= LAST_TIME &&
    (direction === 'to-router' || direction === 'from-router') &&
    TRANSPORTS.includes(transport) &&
    (cut === undefined || cut === true) &&
    (unreadable === undefined || typeof unreadable === 'string') &&
    isMessage(message)
  )
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

/** Whether a list can be shown as a message: ids and URIs are no lists or dicts, which may have no text. */
function isMessage(message: unknown): message is readonly unknown[] {
  if (!Array.isArray(message) || isDeeper(message, MOST_LEVELS)) return false
  const [type, ...elements] = message
  if (message.length > 0 && !isCount(type)) return false
  return elementNames(type).every((name, index) => {
    const element = elements[index]
    if (name === 'Arguments' || name === 'ArgumentsKw') return true
    if (name !== 'Details' && name !== 'Options' && name !== 'Extra')
      return typeof element !== 'object' || element === null
    const { procedure = '', topic = '' } = Object(element)
    return typeof procedure === 'string' && typeof topic === 'string'
  })
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  return levels === 0 || Object.values(value).some(item => isDeeper(item, levels - 1))
}
