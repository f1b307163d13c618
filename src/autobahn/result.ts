// Result: `autobahn.Result`, what an endpoint returns and a call resolves to where one value is not enough.

import type { Dict } from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'

export class Result {
  readonly args: unknown[]
  readonly kwargs: Dict

  constructor(args?: unknown[] | null, kwargs?: Dict | null) {
    this.args = args ?? []
    this.kwargs = kwargs ?? {}
  }
}

/** What a call resolves to: null for an empty result, a lone positional value as it is, else a {@link Result}. */
export function resultOf({ args, kwargs }: Payload): unknown {
  if (args.length > 1 || Object.keys(kwargs).length > 0) return new Result(args, kwargs)
  return args.length === 1 ? args[0] : null
}
