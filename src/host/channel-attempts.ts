// Channel attempts: a guest's tries to open a data channel, again and more seldom where none comes about.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type DataChannel, offerDataChannel } from '../transport/data-channel.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import { bytesOf, PATH_HEARTBEAT } from '../transport/resume/resumable-link.ts'

/** Milliseconds for an attempt to open. */
const OPENING_TIME = 15_000
/** Milliseconds from a failure to the next try: the first, the growth from one to the next, and the longest. */
const FIRST_DELAY = 5_000
const GROWTH = 3
const LONGEST_DELAY = 300_000

export interface ChannelAttemptsSetup {
  readonly serializer: Serializer
  /** The STUN and TURN servers of now: their credentials expire. */
  readonly iceServers: () => RTCIceServer[]
  /** What goes to the other side's WebRTC, for the attempt of that number. */
  tell(number: number, data: unknown): void
  opened(path: FragmentLink): void
  /** One begins to open, or has ended. */
  changed(): void
}

export class ChannelAttempts {
  readonly #setup: ChannelAttemptsSetup
  #number = 0
  #channel: DataChannel | undefined
  /** Whether the channel is open; else it is opening. */
  #open = false
  /** Whether another one is tried when this one has ended. */
  #wanted = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #delay = FIRST_DELAY

  constructor(setup: ChannelAttemptsSetup) {
    this.#setup = setup
  }

  /** Whether one is opening. */
  get opening(): boolean {
    return this.#channel !== undefined && !this.#open
  }

  /** Tries until one opens, and again when that is lost; where there is no WebRTC, never. */
  begin(): void {
    this.#wanted = true
    if (this.#channel || typeof RTCPeerConnection !== 'function') return
    clearTimeout(this.#timer)
    const number = ++this.#number
    this.#open = false
    const channel: DataChannel = offerDataChannel(bytesOf(this.#setup.serializer), {
      iceServers: this.#setup.iceServers(),
      heartbeat: PATH_HEARTBEAT,
      signal: data => this.#setup.tell(number, data),
      ended: () => {
        if (this.#channel !== channel) return
        this.#channel = undefined
        this.#again()
        this.#setup.changed()
      },
    })
    this.#channel = channel
    this.#setup.changed()
    this.#timer = setTimeout(() => channel.close('the host does not answer'), OPENING_TIME)
    channel.link.then(
      path => this.#opened(channel, path),
      () => {},
    )
  }

  /** The host can open channels again: what is opening is begun anew. */
  restart(): void {
    if (this.#open && this.#channel) return
    this.pause()
    this.#delay = FIRST_DELAY
    this.begin()
  }

  signal(number: number, data: unknown): void {
    if (number === this.#number) this.#channel?.signal(data)
  }

  /** Gives up what is opening, and tries nothing until `begin`; an open channel is its link's affair. */
  pause(): void {
    this.#wanted = false
    clearTimeout(this.#timer)
    if (this.#open) return
    const channel = this.#channel
    this.#channel = undefined
    channel?.close('the way to the host was lost')
  }

  /** Ends at once, after what was sent in this tick. */
  abandon(): void {
    this.#wanted = false
    clearTimeout(this.#timer)
    const channel = this.#channel
    this.#channel = undefined
    channel?.abandon()
  }

  #opened(channel: DataChannel, path: FragmentLink): void {
    if (channel !== this.#channel) return
    clearTimeout(this.#timer)
    this.#open = true
    this.#delay = FIRST_DELAY
    this.#setup.opened(path)
  }

  #again(): void {
    clearTimeout(this.#timer)
    if (!this.#wanted) return
    this.#timer = setTimeout(() => this.begin(), this.#delay)
    this.#delay = Math.min(this.#delay * GROWTH, LONGEST_DELAY)
  }
}
