// Two channels joined in memory, which behave like data channels: asynchronous, with a buffer that drains, and mortal.

import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { type Channel, FragmentLink, type FragmentLinkOptions } from '../../src/transport/fragment.ts'
import { tick } from './link-acceptance.ts'

/** One end. What it sends arrives when `deliver` is called, by itself after a macrotask unless `manual`. */
export class TestChannel implements Channel {
  other: TestChannel | undefined
  link: FragmentLink | undefined
  readonly manual: boolean
  /** It tells that it has drained when this many bytes are left; below 0, never. */
  readonly lowMark: number
  readonly sent: Uint8Array[] = []
  closedWith: string | undefined
  readonly #queue: Uint8Array[] = []
  #buffered = 0
  #running = false

  constructor(manual: boolean, lowMark = 64 * 1024) {
    this.manual = manual
    this.lowMark = lowMark
  }

  get bufferedAmount(): number {
    return this.#buffered
  }

  send(message: Uint8Array): void {
    if (this.closedWith !== undefined) throw new Error('the link sent into a channel that it had closed')
    this.sent.push(message)
    this.#queue.push(message)
    this.#buffered += message.length
    if (!this.manual && !this.#running) void this.#run()
  }

  close(reason: string): void {
    if (this.closedWith !== undefined) throw new Error('the link closed a channel twice')
    this.closedWith = reason
    this.other?.die('The channel was closed.')
  }

  /** The network fails. */
  die(reason: string): void {
    if (this.closedWith !== undefined) return
    this.closedWith = reason
    this.#queue.length = 0
    this.link?.ended(reason)
  }

  /** Lets the other side have the next `count` messages. */
  deliver(count = this.#queue.length): void {
    for (const message of this.#queue.splice(0, count)) {
      const before = this.#buffered
      this.#buffered -= message.length
      this.other?.link?.receive(message)
      if (before > this.lowMark && this.#buffered <= this.lowMark) this.link?.drained()
    }
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#queue.length > 0) {
      await tick()
      this.deliver(8)
    }
    this.#running = false
  }
}

export interface FragmentPair {
  left: FragmentLink
  right: FragmentLink
  channels: [TestChannel, TestChannel]
  /** The network fails, for both. */
  cut(): void
}

export interface FragmentPairOptions extends FragmentLinkOptions {
  /** Messages arrive only when a test lets them. */
  manual?: boolean
  lowMark?: number
  /** What the right link has of its own. */
  right?: FragmentLinkOptions
  make?: (channel: Channel, serializer: Serializer, options: FragmentLinkOptions) => FragmentLink
}

const makeFragmentLink: NonNullable<FragmentPairOptions['make']> = (...parameters) => new FragmentLink(...parameters)

/** Two links over two joined channels. */
export function fragmentPair(serializer: Serializer, options: FragmentPairOptions = {}): FragmentPair {
  const { manual = false, make = makeFragmentLink, highMark = 256 * 1024 } = options
  const lowMark = options.lowMark ?? highMark / 4
  const one = new TestChannel(manual, lowMark)
  const two = new TestChannel(manual, lowMark)
  one.other = two
  two.other = one
  const left = make(one, serializer, options)
  const right = make(two, serializer, { ...options, ...options.right })
  one.link = left
  two.link = right
  const cut = () => {
    one.die('The network failed.')
    two.die('The network failed.')
  }
  return { left, right, channels: [one, two], cut }
}
