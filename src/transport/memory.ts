// Memory: two links joined in one process.

import type { Frame, Link, LinkReceiver } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { Inbox } from './inbox.ts'
import { CLOSED_HERE, CLOSED_THERE } from './reasons.ts'

/** The two ends of an in-process transport. Frames are handed over as they are, in order, from a microtask. */
export function memoryPair(serializer: Serializer): [Link, Link] {
  const left = new Inbox()
  const right = new Inbox()
  return [new MemoryLink(serializer, left, right), new MemoryLink(serializer, right, left)]
}

class MemoryLink implements Link {
  readonly serializer: Serializer
  readonly #mine: Inbox
  readonly #theirs: Inbox

  constructor(serializer: Serializer, mine: Inbox, theirs: Inbox) {
    this.serializer = serializer
    this.#mine = mine
    this.#theirs = theirs
  }

  /** Bytes that the other end has not been given yet. */
  get bufferedAmount(): number {
    return this.#theirs.bytes
  }

  start(receiver: LinkReceiver): void {
    this.#mine.start(receiver)
  }

  send(frame: Frame): void {
    if (!this.#mine.over) this.#theirs.push(frame)
  }

  close(reason?: string): void {
    if (this.#mine.over) return
    this.#mine.abandon(reason ?? CLOSED_HERE)
    this.#theirs.end(reason ?? CLOSED_THERE)
  }
}
