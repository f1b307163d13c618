// Assertions on what applications hand over, in Autobahn's words.

import { isDict } from '../protocol/dict.ts'

/** @throws {Error} with `sentence` where `condition` does not hold. */
export function assert(condition: unknown, sentence = 'Assertion failed!'): asserts condition {
  if (!condition) throw new Error(sentence)
}

/** Whether a value may stand for keywords or options: an object, or nothing. */
const isKeyed = (value: unknown) => !value || isDict(value)

/** Checks the arguments that calls and publications have in common. */
export function assertRequest(
  method: string,
  [what, uri]: readonly [string, unknown],
  { args, kwargs, options }: { args: unknown; kwargs: unknown; options: unknown },
): void {
  assert(typeof uri === 'string', `Session.${method}: <${what}> must be a string`)
  assert(!args || Array.isArray(args), `Session.${method}: <args> must be an array []`)
  assert(isKeyed(kwargs), `Session.${method}: <kwargs> must be an object {}`)
  assert(isKeyed(options), `Session.${method}: <options> must be an object {}`)
}

/** Checks the arguments of `subscribe` and `register`. */
export function assertOffer(
  method: string,
  [what, uri]: readonly [string, unknown],
  { handler, options }: { handler: readonly [string, unknown]; options: unknown },
): void {
  assert(typeof uri === 'string', `Session.${method}: <${what}> must be a string`)
  assert(typeof handler[1] === 'function', `Session.${method}: <${handler[0]}> must be a function`)
  assert(isKeyed(options), `Session.${method}: <options> must be an object {}`)
}
