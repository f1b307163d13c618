// Arguments: what callers of meta procedures pass, checked.

import { isDict } from '../../protocol/dict.ts'
import { ProtocolViolation, refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import { checkOptions, describe, SUBSCRIBE_OPTIONS } from '../../protocol/options.ts'
import type { MatchPolicy } from '../../protocol/uri.ts'

/**
 * An argument that is a dict like the options of a message, and may be missing.
 * @param check throws a {@link ProtocolViolation} where it is not what it must be.
 * @throws {WampError} `wamp.error.invalid_argument`
 */
export function dictArgument<T>(value: unknown, name: string, check: (value: Dict, where: string) => T): T {
  if (value !== undefined && value !== null && !isDict(value)) throw invalid(name, 'a dict', value)
  try {
    return check({ ...value }, name)
  } catch (thrown) {
    // An argument of a call breaks no protocol.
    if (thrown instanceof ProtocolViolation) throw refusal('wamp.error.invalid_argument', thrown.message)
    throw thrown
  }
}

/** An argument that is a list, and may be missing. @throws {WampError} `wamp.error.invalid_argument` */
export function listArgument(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw invalid(name, 'a list', value)
}

/** An argument that must be a string. @throws {WampError} `wamp.error.invalid_argument` */
export function stringArgument(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw invalid(name, 'a string', value)
}

/** The matching in options as of SUBSCRIBE and REGISTER. @throws {WampError} `wamp.error.invalid_argument` */
export function matchArgument(options: unknown): MatchPolicy {
  const { match = 'exact' } = dictArgument(options, 'options', (value, where) =>
    checkOptions(SUBSCRIBE_OPTIONS, value, where),
  )
  return match
}

/** The refusal of an argument that is not what it must be. */
export function invalid(name: string, is: string, value: unknown) {
  return refusal('wamp.error.invalid_argument', `${name} must be ${is}, and is ${describe(value)}`)
}
