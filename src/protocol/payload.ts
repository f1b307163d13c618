// Payload: Arguments and ArgumentsKw, read only when somebody asks and passed on as the bytes they came in.

import { type Dict, isDict } from './dict.ts'
import type { Frame } from './frame.ts'

/** The trailing elements of a message: nothing, Arguments, or Arguments and ArgumentsKw. */
export type Trailing = readonly unknown[]

/** Trailing elements still in a serializer's form. */
export interface RawTrailing {
  /** Which serializer's form: {@link Serializer.id}. */
  readonly form: string
  /** How many elements: 1 or 2. */
  readonly count: number
  /** Whether the form may be passed on to another peer as it is. */
  readonly exact: boolean
  /** How long the elements are in that form: bytes, or characters. */
  readonly length: number
  /** The elements' bytes or text, without what frames them. */
  tail(): Frame
  read(): Trailing
  /** The same in memory of its own, so that to keep it keeps nothing of the frame that it came in. */
  own(): RawTrailing
}

/**
 * What an application puts into a message. They stand last so that routers can skip parsing them [wamp:messages];
 * passed on untouched they keep what JavaScript cannot tell (2.0 from 2, 64-bit integers, encrypted bytes).
 */
export class Payload {
  static readonly empty: Payload = new Payload([])

  /** The payload of a message to be sent; empty trailing elements are left out [R-MSG-5]. */
  static of(args: readonly unknown[] = [], kwargs: Dict = {}): Payload {
    for (const _ in kwargs) return new Payload([args, kwargs])
    return args.length > 0 ? new Payload([args]) : Payload.empty
  }

  readonly raw: RawTrailing | undefined
  #trailing: Trailing | undefined

  constructor(trailing: Trailing, raw?: RawTrailing)
  constructor(trailing: undefined, raw: RawTrailing)
  constructor(trailing: Trailing | undefined, raw?: RawTrailing) {
    this.#trailing = trailing
    this.raw = raw
  }

  /** The elements as they are sent: `null` for Arguments becomes `[]`, `null` for ArgumentsKw goes [T-13]. */
  get trailing(): Trailing {
    this.#trailing ??= this.raw?.read() ?? []
    const [args, kwargs] = this.#trailing
    if (kwargs === undefined || kwargs === null) return args === undefined || args === null ? [] : [args]
    return [args ?? [], kwargs]
  }

  /** The same to be kept: nothing of the frame that it came in, and nothing read yet. */
  own(): Payload {
    return this.raw ? new Payload(undefined, this.raw.own()) : this
  }

  /** The same, nothing read yet: for who keeps this one, and not what is read of it. */
  unread(): Payload {
    return this.raw ? new Payload(undefined, this.raw) : this
  }

  /** Arguments; a bare binary of payload transparency stands alone in the list. */
  get args(): unknown[] {
    const [args] = this.trailing
    return Array.isArray(args) ? args : args === undefined ? [] : [args]
  }

  get kwargs(): Dict {
    const [, kwargs] = this.trailing
    return isDict(kwargs) ? kwargs : {}
  }
}
