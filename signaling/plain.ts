// Plain: one plain WAMP client; its messages pass between it and the host's page as they are.

import { CLOSE, type Departure } from '../src/transport/signaling-messages.ts'
import type { Connection, Receiver } from './connection.ts'
import type { Guest, PlainEntry } from './hosting.ts'
import type { Room } from './rooms.ts'

export class Plain implements Receiver {
  readonly is = 'plain'
  readonly #connection: Connection
  readonly #room: Room
  readonly #entry: PlainEntry
  readonly #guest: Guest

  /** @throws {Refusal} where there is no host, or no space, any more. */
  constructor(connection: Connection, room: Room, entry: PlainEntry) {
    this.#connection = connection
    this.#room = room
    this.#entry = entry
    this.#guest = room.join(connection, entry)
  }

  get queued(): number {
    return this.#room.queuedOf(this.#guest)
  }

  message(data: Buffer, binary: boolean): void {
    const { protocol } = this.#entry
    if (binary !== (protocol !== 'wamp.2.json')) {
      this.#connection.close(CLOSE.wrongFrameType, `${protocol} has ${binary ? 'text' : 'binary'} frames only`)
      return
    }
    this.#room.relay(this.#guest, data)
  }

  drained(): void {
    this.#room.drained(this.#guest)
  }

  closed(reason: string, how: Departure): void {
    this.#room.leave(this.#guest, reason, how)
  }
}
