// Crowd: all open connections; asks them for signs of life, weighs what they hold, and sends them home in the end.

import { CLOSE } from '../src/transport/signaling-messages.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { Rooms } from './rooms.ts'

/** How often the memory that all hold is weighed, in milliseconds. */
const WEIGH_EVERY = 1000
/** How long all together have to close when the server stops, in milliseconds. */
const LAST_CALL = 1000

export class Crowd {
  readonly #limits: Limits
  readonly #rooms: Rooms
  readonly #connections = new Set<Connection>()
  readonly #intervals: NodeJS.Timeout[]
  #held = 0
  #emptied: (() => void) | undefined

  constructor(limits: Limits, rooms: Rooms) {
    this.#limits = limits
    this.#rooms = rooms
    this.#intervals = [setInterval(() => this.#beat(), limits.heartbeat), setInterval(() => this.weigh(), WEIGH_EVERY)]
  }

  /** Bytes that the server held for all when they were last weighed. */
  get held(): number {
    return this.#held
  }

  /** Whether they were too many. */
  get crowded(): boolean {
    return this.#held > this.#limits.memory
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#connections.values()
  }

  add(connection: Connection): void {
    this.#connections.add(connection)
  }

  delete(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#connections.size === 0) this.#emptied?.()
  }

  /** Adds up what all hold. Where that is too much, what is of least use goes first, then who holds most. */
  weigh(): void {
    this.#held = this.#sum(this.#connections)
    if (!this.crowded) return
    this.#rooms.forgetLeavers()
    const staying = [...this.#connections].filter(({ closing }) => !closing)
    let excess = this.#sum(staying) - this.#limits.memory
    for (const connection of staying.sort((a, b) => weight(b) - weight(a))) {
      if (excess <= 0) return
      excess -= weight(connection)
      connection.close(CLOSE.tryAgainLater, 'the server has too much to hold, and most of it was yours')
    }
  }

  /** Closes every connection. Resolves when all are closed. */
  async close(): Promise<void> {
    for (const interval of this.#intervals) clearInterval(interval)
    if (this.#connections.size === 0) return
    const emptied = new Promise<void>(resolve => {
      this.#emptied = resolve
    })
    for (const connection of this.#connections) connection.close(CLOSE.goingAway, 'the signaling server is stopping')
    const lastCall = setTimeout(() => {
      for (const connection of this.#connections) connection.cut()
    }, LAST_CALL)
    await emptied
    clearTimeout(lastCall)
  }

  #beat(): void {
    for (const connection of this.#connections) connection.beat()
  }

  /** What left guests sent belongs to no connection, so that the queues count by room. */
  #sum(connections: Iterable<Connection>): number {
    let sum = this.#rooms.queued
    for (const connection of connections) sum += connection.held
    return sum
  }
}

function weight(connection: Connection): number {
  return connection.held + connection.queued
}
