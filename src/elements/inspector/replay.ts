// Replay: plays a trace again, with its timing; it can be halted, hurried, and set to any moment.

import type { TracedMessage } from './traced-message.ts'

export interface ReplayStage {
  /** A message passes now. */
  show(message: TracedMessage): void
  /** These have passed, of all there are: another moment was chosen. */
  set(passed: readonly TracedMessage[]): void
  /** Position, or whether it plays, is another. */
  changed(): void
}

export interface ReplayClock {
  now(): number
  /** Calls `task` once, soon. The returned function takes that back. */
  soon(task: () => void): () => void
}

const frames: ReplayClock = {
  now: () => performance.now(),
  soon: task => {
    const frame = requestAnimationFrame(task)
    return () => cancelAnimationFrame(frame)
  },
}

export class Replay {
  readonly messages: readonly TracedMessage[]
  /** Times as fast. */
  rate = 1
  readonly #stage: ReplayStage
  readonly #clock: ReplayClock
  #position = 0
  #next = 0
  #before = 0
  #cancel: (() => void) | undefined

  constructor(messages: readonly TracedMessage[], stage: ReplayStage, clock: ReplayClock = frames) {
    this.messages = messages
    this.#stage = stage
    this.#clock = clock
  }

  /** Milliseconds. */
  get duration(): number {
    return this.#timeOf(this.messages.at(-1))
  }

  /** Milliseconds from the first message. */
  get position(): number {
    return this.#position
  }

  get playing(): boolean {
    return this.#cancel !== undefined
  }

  /** How many have passed. */
  get passed(): number {
    return this.#next
  }

  /** Goes on from where it is; from the beginning where it was at its end. */
  play(): void {
    if (this.playing || this.messages.length === 0) return
    if (this.#next >= this.messages.length) this.seek(0)
    this.#before = this.#clock.now()
    this.#cancel = this.#clock.soon(this.#tick)
    this.#stage.changed()
  }

  pause(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#stage.changed()
  }

  /** Goes to that moment: what passed until then has passed. At 0 nothing has. */
  seek(position: number): void {
    this.#position = Math.min(Math.max(0, position), this.duration)
    const later = this.messages.findIndex(message => this.#timeOf(message) > this.#position)
    this.#next = this.#position === 0 ? 0 : later < 0 ? this.messages.length : later
    this.#stage.set(this.messages.slice(0, this.#next))
    this.#stage.changed()
  }

  readonly #tick = (): void => {
    const now = this.#clock.now()
    this.#position = Math.min(this.duration, this.#position + (now - this.#before) * this.rate)
    this.#before = now
    for (let message = this.messages[this.#next]; message; message = this.messages[this.#next]) {
      if (this.#timeOf(message) > this.#position) break
      this.#next++
      this.#stage.show(message)
    }
    this.#cancel = this.#next < this.messages.length ? this.#clock.soon(this.#tick) : undefined
    this.#stage.changed()
  }

  #timeOf(message: TracedMessage | undefined): number {
    return message ? message.record.time - (this.messages[0]?.record.time ?? 0) : 0
  }
}
