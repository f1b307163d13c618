// Target: a router that scenarios are played against, however it is reached.

import type { Fixture, SerializerId } from './scenario.ts'

export type Frame = string | Uint8Array

/** One end of an open transport to the router. */
export interface Connection {
  send(frame: Frame): void
  close(): void
}

/** Who a {@link Connection} delivers to. */
export interface Receiver {
  frame(frame: Frame): void
  /** Called once, whoever closed. */
  ended(): void
}

export interface Target {
  /** What peers speak where a scenario does not say. */
  readonly serializer: SerializerId
  /** A realm that anonymous peers may join, and do anything in. */
  readonly realm: string
  /** A realm that the fixture's users may join, and nobody else; `undefined` where there is none. */
  readonly authRealm?: string | undefined
  readonly fixtures: readonly Fixture[]
  /** Milliseconds to wait for a message before it is taken for missing. */
  readonly patience: number
  /** Rejects where the router cannot be reached, or refuses the serializer. */
  connect(serializer: SerializerId, receiver: Receiver): Promise<Connection>
  /**
   * Resolves when all that was sent has arrived and was acted on, and what came of that has arrived too.
   * Without it peers find out by asking the router something and waiting for the answer.
   */
  settled?(): Promise<void>
  /** Lets the router's time pass. */
  pass(ms: number): Promise<void>
}
