// Result: what a call returns when it is more than one value.

import type { Dict } from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { PassthruOptions } from './payload-passthru.ts'

/** A result of several positional values, or of keywords: what a procedure may return and a call may resolve to. */
export class Result {
  readonly args: unknown[]
  readonly kwargs: Dict
  /** Where it is one binary that the application makes and reads itself (payload passthru mode): how it is packed. */
  readonly options?: PassthruOptions

  constructor(args: unknown[] = [], kwargs: Dict = {}, options?: PassthruOptions) {
    this.args = args
    this.kwargs = kwargs
    if (options) this.options = options
  }
}

/** What a call resolves to: null for an empty result, a lone positional value as it is, else a {@link Result}. */
export function unwrap({ args, kwargs }: Payload, options: PassthruOptions = {}): unknown {
  if (options.ppt_scheme) return new Result(args, kwargs, options)
  if (Object.keys(kwargs).length > 0 || args.length > 1) return new Result(args, kwargs)
  return args.length === 1 ? args[0] : null
}
