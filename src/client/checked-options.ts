// Options of an application, checked before anything is sent: a router ignores what it does not know [R-MSG-3], and
// ends the session over what it knows and finds malformed.

import { ProtocolViolation, refusal } from '../protocol/errors.ts'
import * as options from '../protocol/options.ts'

const AGAINST = {
  signal: { is: 'an AbortSignal', check: (value: unknown) => (isSignal(value) ? value : undefined) },
  cancelMode: options.CANCEL_OPTIONS.mode,
  onprogress: { is: 'a function', check: (value: unknown) => (typeof value === 'function' ? value : undefined) },
  // What is no limit on the wire (-1, Infinity) is none here.
  timeout: { is: 'a number', check: (value: unknown) => (typeof value === 'number' ? value : undefined) },
}
const { progress: _, ...CALL } = { ...options.CALL_OPTIONS, ...AGAINST }
// No router here limits how many calls run at once, and who asks for it relies on it.
const { concurrency: __, ...REGISTER } = options.REGISTER_OPTIONS

/** For each method its options: those of the wire, and those that concern this side only. */
const TABLES = {
  call: CALL,
  callProgressive: { ...options.CALL_OPTIONS, ...AGAINST },
  register: REGISTER,
  subscribe: options.SUBSCRIBE_OPTIONS,
  publish: options.PUBLISH_OPTIONS,
}

const NONE = Object.freeze({})

/**
 * A copy of `given` without what is absent.
 * @throws {WampError} `wamp.error.invalid_argument` for an option that `method` does not have, with the one that may
 *   have been meant, and for one that is not what it must be. Those that start with `_` or `x_` are for routers.
 */
export function checkedOptions<T extends object>(method: keyof typeof TABLES, given: T | null | undefined): T {
  const table = TABLES[method]
  if (given === null || given === undefined) return NONE as T
  try {
    const checked = options.checkOptions(table, { ...given }, `options of ${method}`)
    for (const name in checked) if (!Object.hasOwn(table, name)) refuseUnknown(method, name)
    return checked as T
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error
    throw refusal('wamp.error.invalid_argument', error.message)
  }
}

function refuseUnknown(method: keyof typeof TABLES, name: string): void {
  if (/^(_|x_)/.test(name)) return
  const meant = nearest(name, Object.keys(TABLES[method]))
  const hint = meant === undefined ? '' : `: do you mean ${meant}?`
  throw refusal('wamp.error.invalid_argument', `${method} has no option ${options.describe(name)}${hint}`)
}

/** The name that differs least, in two letters at most; `excludeMe` is as good as `exclude_me`. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('_', '').slice(0, 40)
  const distances = known.map(other => ({ other, distance: distance(plain(name), plain(other)) }))
  const [closest] = distances.sort((a, b) => a.distance - b.distance)
  return closest && closest.distance <= 2 ? closest.other : undefined
}

/** How many letters must be put in, taken out or changed to make one of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (const [column, match] of [...other].entries()) {
      const changed = (row[column] ?? 0) + (letter === match ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

function isSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value
}
