// Result: what a call returns when it is more than one value.

import type { Dict } from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'

/** A result of several positional values, or of keywords: what a procedure may return and a call may resolve to. */
export class Result {
  readonly args: unknown[]
  readonly kwargs: Dict

  constructor(args: unknown[] = [], kwargs: Dict = {}) {
    this.args = args
    this.kwargs = kwargs
  }
}

/** What a call resolves to: null for an empty result, a lone positional value as it is, else a {@link Result}. */
export function unwrap({ args, kwargs }: Payload): unknown {
  if (Object.keys(kwargs).length > 0 || args.length > 1) return new Result(args, kwargs)
  return args.length === 1 ? args[0] : null
}
