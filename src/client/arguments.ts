// Arguments: what an application hands over to be sent, looked at before anything is sent.

import { isDict } from '../protocol/dict.ts'
import { refusal } from '../protocol/errors.ts'
import { describe } from '../protocol/options.ts'
import { Payload } from '../protocol/payload.ts'

/** Positional arguments; null, as Autobahn's users write it, is none. */
export type Args = readonly unknown[] | null | undefined
/** Keyword arguments; null is none. */
export type Kwargs = object | null | undefined

/** @throws {WampError} `wamp.error.invalid_argument` for what would otherwise be lost on the way. */
export function payloadOf(args: Args, kwargs: Kwargs): Payload {
  const list: unknown = args ?? []
  const dict: unknown = kwargs ?? {}
  if (!Array.isArray(list)) {
    throw refusal('wamp.error.invalid_argument', `arguments must be a list, and are ${describe(list)}`)
  }
  if (!isDict(dict)) {
    throw refusal('wamp.error.invalid_argument', `keyword arguments must be an object, and are ${describe(dict)}`)
  }
  return Payload.of(list, kwargs ? { ...dict } : undefined)
}
