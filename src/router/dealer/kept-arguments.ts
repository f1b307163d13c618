// KeptArguments: what a call keeps of its arguments, in case that another callee has to be asked [wamp:call-rerouting].

import type { Call } from '../../protocol/messages.ts'
import type { Payload } from '../../protocol/payload.ts'
import { sizeOf } from '../broker/memory-size.ts'

export interface KeptArguments {
  readonly payload: Payload
  /** About how many bytes it takes. */
  readonly size: number
}

/** Bytes (or UTF-16 units) kept of one call. */
const MOST_OF_CALL = 64 * 1024
/** The same of all calls of one caller. */
const MOST_OF_CALLER = 1024 * 1024

/** A call's arguments, where they are small enough beside the `kept` bytes of its caller's other calls. */
export function keptArguments([, , options, , payload]: Call, kept: number): KeptArguments | undefined {
  const size = sizeOf(options) + (payload.raw?.length ?? sizeOf(payload.trailing))
  if (size > MOST_OF_CALL || kept + size > MOST_OF_CALLER) return undefined
  return { payload: payload.own(), size }
}
