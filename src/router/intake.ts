// Intake: what comes in from a peer, within its limits, and kept while something is decided that it must not overtake.

import { ProtocolViolation } from '../protocol/errors.ts'
import type { Frame } from '../protocol/link.ts'
import type { Clock } from './clock.ts'
import { FrameRate, type Limits } from './limits.ts'

/** What a frame costs beside its content, so that many small ones are counted, too. */
const OVERHEAD = 64

export class Intake {
  readonly #limits: Limits
  readonly #rate: FrameRate
  readonly #holds = new Set<object>()
  #frames: Frame[] = []
  #next = 0
  #bytes = 0

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits
    this.#rate = new FrameRate(limits.framesPerSecond, clock)
  }

  /** The frame, if it can be acted on now; while something is decided it is kept. @throws {ProtocolViolation} above a limit. */
  accept(frame: Frame): Frame | undefined {
    const { frameSize, framesPerSecond } = this.#limits
    if (frame.length > frameSize) {
      throw new ProtocolViolation(`a frame has ${frame.length} bytes, and may have ${frameSize}`)
    }
    if (!this.#rate.take()) throw new ProtocolViolation(`more than ${framesPerSecond} messages a second`)
    if (this.#holds.size === 0) return frame
    this.#keep(frame)
    return undefined
  }

  /** How many frames were let through or kept, and not acted on yet: while something is decided, of which one is the first. */
  get undecided(): number {
    return this.#holds.size > 0 ? 1 + this.#frames.length - this.#next : 0
  }

  /** Keeps what comes, until the returned function is called; it tells whether that was still waited for. */
  hold(): () => boolean {
    const hold = {}
    this.#holds.add(hold)
    return () => this.#holds.delete(hold)
  }

  /** The oldest frame that was kept; none while something is decided. */
  take(): Frame | undefined {
    if (this.#holds.size > 0) return undefined
    const frame = this.#frames[this.#next++]
    if (frame === undefined) this.clear()
    else this.#bytes -= frame.length + OVERHEAD
    return frame
  }

  /** Nothing is waited for any more; what was kept is still there. */
  release(): void {
    this.#holds.clear()
  }

  /** Forgets everything. */
  clear(): void {
    this.#holds.clear()
    this.#frames = []
    this.#next = 0
    this.#bytes = 0
  }

  #keep(frame: Frame): void {
    const { heldBytes } = this.#limits
    this.#bytes += frame.length + OVERHEAD
    if (this.#bytes > heldBytes) {
      throw new ProtocolViolation(`more than ${heldBytes} bytes came while something was being decided`)
    }
    this.#frames.push(frame)
  }
}
