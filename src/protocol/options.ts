// Options and Details: which keys WAMP predefines, and what their values must be [wamp:messages].
// A key nobody predefined is ignored; a predefined one of the wrong type breaks the protocol [R-MSG-3, R-PE-10].

import { type Dict, isDict } from './dict.ts'
import { ProtocolViolation } from './errors.ts'
import { type Id, toId } from './ids.ts'
import { isUri } from './uri.ts'

/** Checks one value and returns it in its normal form, or `undefined` where it is not what it must be. */
type Check<T> = (value: unknown) => T | undefined
type Checks = Record<string, { readonly is: string; readonly check: Check<unknown> }>
/** The TypeScript type of a table below: every key optional, for on the wire every key may be missing. */
export type OptionsOf<Table> = {
  [Key in keyof Table]?: Table[Key] extends { check: Check<infer T> } ? T : never
}

const kind = <T>(is: string, check: Check<T>) => ({ is, check })
const listOf = <T>(check: Check<T>) => {
  return (value: unknown): T[] | undefined => {
    if (!Array.isArray(value)) return undefined
    const items = value.map(check)
    return items.includes(undefined) ? undefined : (items as T[])
  }
}
const oneOf = <T extends string>(...values: T[]) =>
  kind<T>(`one of ${values.join(', ')}`, value => values.find(known => known === value))

const text: Check<string> = value => (typeof value === 'string' ? value : undefined)
const BOOL = kind('a boolean', value => (typeof value === 'boolean' ? value : undefined))
const STRING = kind('a string', text)
const URI = kind('a URI', value => (typeof value === 'string' && isUri(value) ? value : undefined))
const ID = kind<Id>('an id', toId)
const COUNT = kind('an integer of at least 0', value => (value === 0 ? 0 : (toId(value) ?? undefined)))
const DICT = kind<Dict>('a dict', value => (isDict(value) ? value : undefined))
const IDS = kind<Id[]>('a list of ids', listOf(toId))
const STRINGS = kind<string[]>('a list of strings', listOf(text))
const DICTS = kind<Dict[]>(
  'a list of dicts',
  listOf(value => (isDict(value) ? value : undefined)),
)
const MATCH = oneOf('exact', 'prefix', 'wildcard')

/** Payload passthru mode, and the older payload transparency of Autobahn [wamp:payload-passthru-mode]. */
const PASSTHRU = {
  ppt_scheme: STRING,
  ppt_serializer: STRING,
  ppt_cipher: STRING,
  ppt_keyid: STRING,
  enc_algo: kind('one of cryptobox, mqtt, xbr or x_…', value =>
    typeof value === 'string' && /^(cryptobox|mqtt|xbr|x_.+)$/.test(value) ? value : undefined,
  ),
  enc_serializer: STRING,
  enc_key: STRING,
}

export const HELLO_DETAILS = {
  roles: DICT,
  agent: STRING,
  authmethods: STRINGS,
  authid: STRING,
  authrole: STRING,
  authextra: DICT,
}
export const WELCOME_DETAILS = {
  roles: DICT,
  agent: STRING,
  realm: URI,
  authid: STRING,
  authrole: STRING,
  authmethod: STRING,
  authprovider: STRING,
  authextra: DICT,
}
export const ABORT_DETAILS = { message: STRING }
export const GOODBYE_DETAILS = { message: STRING }
export const ERROR_DETAILS = { ...PASSTHRU }
export const PUBLISH_OPTIONS = {
  acknowledge: BOOL,
  exclude_me: BOOL,
  disclose_me: BOOL,
  exclude: IDS,
  exclude_authid: STRINGS,
  exclude_authrole: STRINGS,
  eligible: IDS,
  eligible_authid: STRINGS,
  eligible_authrole: STRINGS,
  retain: BOOL,
  transaction_hash: STRING,
  forward_for: DICTS,
  /** Ours: a receiver that is slow may miss this event where a newer one of its topic, published likewise, waits for it. */
  x_conflate: BOOL,
  ...PASSTHRU,
}
export const SUBSCRIBE_OPTIONS = { match: MATCH, get_retained: BOOL, forward_for: DICTS }
export const EVENT_DETAILS = {
  publisher: ID,
  publisher_authid: STRING,
  publisher_authrole: STRING,
  topic: URI,
  trustlevel: COUNT,
  retained: BOOL,
  transaction_hash: STRING,
  x_acknowledged_delivery: BOOL,
  forward_for: DICTS,
  ...PASSTHRU,
}
export const CALL_OPTIONS = {
  timeout: COUNT,
  receive_progress: BOOL,
  progress: BOOL,
  disclose_me: BOOL,
  caller: ID,
  forward_for: DICTS,
  ...PASSTHRU,
}
export const CANCEL_OPTIONS = { mode: oneOf('skip', 'kill', 'killnowait'), forward_for: DICTS }
export const RESULT_DETAILS = { progress: BOOL, forward_for: DICTS, ...PASSTHRU }
export const REGISTER_OPTIONS = {
  match: MATCH,
  invoke: oneOf('single', 'first', 'last', 'roundrobin', 'random'),
  disclose_caller: BOOL,
  concurrency: COUNT,
  force_reregister: BOOL,
  forward_timeout: BOOL,
  forward_for: DICTS,
}
export const INVOCATION_DETAILS = {
  caller: ID,
  caller_authid: STRING,
  caller_authrole: STRING,
  procedure: URI,
  timeout: COUNT,
  receive_progress: BOOL,
  progress: BOOL,
  trustlevel: COUNT,
  forward_for: DICTS,
  ...PASSTHRU,
}
export const INTERRUPT_OPTIONS = { mode: oneOf('kill', 'killnowait'), reason: STRING, forward_for: DICTS }
export const YIELD_OPTIONS = { progress: BOOL, forward_for: DICTS, ...PASSTHRU }
export const REVOCATION_DETAILS = { subscription: ID, registration: ID, reason: STRING }
/** CHALLENGE.Extra and AUTHENTICATE.Extra: what stands in them is the authentication method's affair. */
export const EXTRA = {}

/**
 * Checks `value` against a table, with ids in their normal form and absent keys left out
 * (some clients write an absent option as null or undefined).
 * @throws {ProtocolViolation} naming the key, what it must be and what it was.
 */
export function checkOptions<Table extends Checks>(table: Table, value: unknown, where: string): OptionsOf<Table> {
  if (!isDict(value)) throw new ProtocolViolation(mustBe(where, 'a dict', value))
  for (const key in value) {
    const item = value[key]
    if (item === null || item === undefined) {
      delete value[key]
      continue
    }
    if (!Object.hasOwn(table, key)) continue
    const { is, check } = table[key] as Checks[string]
    const normal = check(item)
    if (normal === undefined) throw new ProtocolViolation(mustBe(`${where}.${key}`, is, item))
    value[key] = normal
  }
  return value as OptionsOf<Table>
}

/** Where stands what proves who somebody is: errors are told to others and kept in traces, and do not quote that. */
const SECRET = /^(AUTHENTICATE\..+|CHALLENGE\.Extra|(HELLO|WELCOME)\.Details(\.authextra)?)$/

/** The sentence for a value that is not what it must be. */
export function mustBe(where: string, is: string, value: unknown): string {
  return `${where} must be ${is}, and is ${SECRET.test(where) ? kindOf(value) : describe(value)}`
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null || ArrayBuffer.isView(value)) return describe(value)
  return isDict(value) ? 'a dict' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** A value in few words, for error messages: the beginning of it, however large a peer made it. */
export function describe(value: unknown, inner = false): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(beginning(value))
  if (ArrayBuffer.isView(value)) return 'bytes'
  if (Array.isArray(value)) return `[${inner ? '…' : few(value.slice(0, 4).map(item => describe(item, true)))}]`
  if (!isDict(value)) return beginning(String(value))
  if (inner) return '{…}'
  return `{${few(
    Object.keys(value)
      .slice(0, 4)
      .map(key => `${describe(key)}: ${describe(value[key], true)}`),
  )}}`
}

const beginning = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
const few = (parts: string[]) => (parts.length > 3 ? `${parts.slice(0, 3).join(', ')}, …` : parts.join(', '))
