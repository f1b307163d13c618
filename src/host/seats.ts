// Seats: the guests' links to the router, by their names, for as long as somebody may come back to them.

import type { Liveness } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { LinkKeeper } from '../transport/resume/link-state.ts'
import { type Path, ResumableLink, type ResumableLinkOptions } from '../transport/resume/resumable-link.ts'
import { handleOf } from './introduction.ts'
import type { Transport } from './transport-kind.ts'

/** What a seat asks of the tunnel that its guest came by last. */
export interface SeatWire {
  /** The link has lost its path: there may be another. */
  pathless(): void
  /** The link has ended. */
  ended(reason: string): void
  /** What the link goes by, when it goes by `path`. */
  transport(path: Path): Transport
}

/** A guest's link, and the tunnel that tells whether its guest is there. */
export interface Seat {
  readonly name: string
  readonly link: ResumableLink
  wire: SeatWire | undefined
}

export interface SeatsOptions extends Pick<ResumableLinkOptions, 'grace' | 'limit'> {
  /** Bytes that may wait for all of them together. Default 512 MiB. */
  readonly limitOfAll?: number
  /** Keeps the links' state beyond this process, each by its name. */
  readonly keeper?: { keeperOf(name: string): LinkKeeper } | undefined
}

/** Links that may wait for somebody to come back at a time; of more, the one that has waited longest ends. */
const MOST_ASLEEP = 1_000
/** Bytes that may wait for all of them; of more, the link that most waits for ends. */
const MOST_OWED = 512 * 1024 * 1024

export class Seats {
  readonly #seats = new Map<string, Seat>()
  /** In the order in which they fell asleep. */
  readonly #asleep = new Set<string>()
  readonly #options: SeatsOptions
  readonly #changed: (size: number) => void

  /** @param changed told how many there are, whenever that is another number. */
  constructor(options: SeatsOptions, changed: (size: number) => void = () => {}) {
    this.#options = options
    this.#changed = changed
  }

  /** A link by that name, still without a path: a new one, or one that goes on `from` somewhere. */
  open(
    name: string,
    serializer: Serializer,
    wire?: SeatWire,
    from: Pick<ResumableLinkOptions, 'restored' | 'asleep'> = {},
  ): Seat {
    const { keeper, limitOfAll: _, ...options } = this.#options
    const link = new ResumableLink(serializer, {
      ...options,
      ...from,
      ...(keeper && { keeper: keeper.keeperOf(name) }),
      moved: path => {
        if (path === undefined) seat.wire?.pathless()
      },
      liveness: liveness => this.#turned(name, liveness),
      owes: () => this.#relieve(),
      ended: reason => {
        this.#seats.delete(name)
        this.#asleep.delete(name)
        this.#changed(this.#seats.size)
        seat.wire?.ended(reason)
      },
    })
    const seat: Seat = { name, link, wire }
    this.#seats.set(name, seat)
    this.#changed(this.#seats.size)
    return seat
  }

  #turned(name: string, liveness: Liveness): void {
    this.#asleep.delete(name)
    if (liveness === 'asleep') this.#asleep.add(name)
    const [oldest = ''] = this.#asleep
    if (this.#asleep.size > MOST_ASLEEP) this.find(oldest)?.link.end('Too many are away at a time.')
  }

  /** Some of what waits for all may be in memory once for many, which is not known here: it counts for each. */
  #relieve(): void {
    const { limitOfAll = MOST_OWED } = this.#options
    let all = 0
    for (const { link } of this.#seats.values()) all += link.bufferedAmount
    if (all <= limitOfAll) return
    const links = Array.from(this.#seats.values(), ({ link }) => ({ link, waiting: link.bufferedAmount }))
    for (const { link, waiting } of links.sort((a, b) => b.waiting - a.waiting)) {
      if (all <= limitOfAll) return
      all -= waiting
      link.end(mostOwed(waiting, limitOfAll))
    }
  }

  /** How many there are. */
  get size(): number {
    return this.#seats.size
  }

  /** The one by that name, unless its link has ended. */
  find(name: string): Seat | undefined {
    return this.#seats.get(name)
  }

  /** Whether there is one whose name has this handle. */
  has(handle: string): boolean {
    return [...this.#seats.keys()].some(name => handleOf(name) === handle)
  }

  /** Closes every link: guests that did not take GOODBYE for the end hear of it so. */
  close(reason: string): void {
    for (const { link } of [...this.#seats.values()]) link.close(reason)
  }

  /** Tells everybody that this side goes away and may come back. */
  sleep(reason: string): void {
    for (const { link } of this.#seats.values()) link.sleep(reason)
  }
}

/** The reason of a link that ends for all others' sake. */
function mostOwed(waiting: number, limit: number): string {
  return `The receiver cannot keep up: ${waiting} bytes were waiting for it, more than for others, and the limit for all together is ${limit}.`
}
