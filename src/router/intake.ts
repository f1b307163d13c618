// Intake: what comes in from a peer, within its limits, and kept while something is decided that it must not overtake.

import { ProtocolViolation } from '../protocol/errors.ts'
import { ownBytes } from '../protocol/kept-bytes.ts'
import type { Frame } from '../protocol/link.ts'
import type { Clock } from './clock.ts'
import { FrameRate, type Limits } from './limits.ts'

/** What a frame costs beside its content, so that many small ones are counted, too. */
const OVERHEAD = 64

/** A frame that is kept, and when it came. */
export interface Arrival {
  readonly frame: Frame
  readonly at: number
}

export class Intake {
  readonly #limits: Limits
  readonly #clock: Clock
  /** Where frames are counted. */
  readonly #rate: FrameRate | undefined
  /** What is being decided; mostly nothing is. */
  #holds: Set<object> | undefined
  #arrivals: Arrival[] = []
  #next = 0
  #bytes = 0

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
    if (limits.framesPerSecond < Number.POSITIVE_INFINITY) {
      this.#rate = new FrameRate(limits.framesPerSecond, clock.now())
    }
  }

  /**
   * When the frame came, if it can be acted on now; while something is decided it is kept. Nobody asks where frames are not
   * counted: then that is 0. @throws {ProtocolViolation} above a limit.
   */
  accept(frame: Frame): number | undefined {
    const { frameSize } = this.#limits
    if (frame.length > frameSize) {
      throw new ProtocolViolation(`a frame has ${frame.length} bytes, and may have ${frameSize}`)
    }
    const at = this.#rate ? this.#clock.now() : 0
    if (!this.#holds?.size) return at
    this.#keep({ frame, at })
    return undefined
  }

  /**
   * Counts a frame that came at that time, once it is known not to be an answer that was asked for: how many of those a
   * peer sends is for others to say. @throws {ProtocolViolation} where it is one too many.
   */
  count(at: number): void {
    if (this.#rate?.take(at) === false)
      throw new ProtocolViolation(`more than ${this.#limits.framesPerSecond} messages a second`)
  }

  /** How many frames were let through or kept, and not acted on yet: while something is decided, of which one is the first. */
  get undecided(): number {
    return this.#holds?.size ? 1 + this.#arrivals.length - this.#next : 0
  }

  /** Keeps what comes, until the returned function is called; it tells whether that was still waited for. */
  hold(): () => boolean {
    const hold = {}
    this.#holds ??= new Set()
    this.#holds.add(hold)
    return () => this.#holds?.delete(hold) ?? false
  }

  /** The oldest frame that was kept; none while something is decided. */
  take(): Arrival | undefined {
    if (this.#holds?.size) return undefined
    const arrival = this.#arrivals[this.#next++]
    if (arrival === undefined) this.clear()
    else this.#bytes -= arrival.frame.length + OVERHEAD
    return arrival
  }

  /** Nothing is waited for any more; what was kept is still there. */
  release(): void {
    this.#holds = undefined
  }

  /** Forgets everything. */
  clear(): void {
    this.#holds = undefined
    this.#arrivals = []
    this.#next = 0
    this.#bytes = 0
  }

  #keep(arrival: Arrival): void {
    const { heldBytes } = this.#limits
    this.#bytes += arrival.frame.length + OVERHEAD
    if (this.#bytes > heldBytes) {
      throw new ProtocolViolation(`more than ${heldBytes} bytes came while something was being decided`)
    }
    // The frame without what it came in, of which there may be far more.
    const frame = typeof arrival.frame === 'string' ? arrival.frame : ownBytes(arrival.frame)
    this.#arrivals.push({ frame, at: arrival.at })
  }
}
