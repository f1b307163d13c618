// Invocations: the calls that a session's endpoints are answering.

import { refusal } from '../protocol/errors.ts'
import type { Id } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import type { Connection } from './connection.ts'
import { Invocation, type InvocationOwner } from './invocation.ts'
import type { Passthru } from './payload-passthru.ts'
import type { Registration } from './registration.ts'

/** How many calls that ended before their last arguments came are remembered. */
const MOST_ABANDONED = 1_000

export class Invocations {
  readonly #running = new Map<Id, Invocation>()
  /** Calls that have ended while further arguments were to come: should they come, they are not a call of their own. */
  readonly #abandoned = new Set<Id>()
  readonly #owner: InvocationOwner

  constructor(passthru: Passthru, report: (error: unknown) => void) {
    this.#owner = { passthru, report, ended: invocation => this.#ended(invocation) }
  }

  /** Begins a call of `registration`, or takes further arguments of one [wamp:progressive-call-invocations]. */
  receive(message: m.Invocation, connection: Connection, registration: Registration | undefined): void {
    const [, id, registrationId, { progress = false }] = message
    const running = this.#running.get(id)
    if (running) return running.awaitsParts ? running.continue(message) : undefined
    if (this.#abandoned.has(id)) {
      // Ignored without answer [R-PCI-6].
      if (!progress) this.#abandoned.delete(id)
      return
    }
    if (registration === undefined) {
      if (progress) this.#abandon(id)
      const { error, args } = refusal('wamp.error.no_such_registration', `registration ${registrationId} has ended`)
      return connection.reply([m.ERROR, m.INVOCATION, id, {}, error, Payload.of(args)])
    }
    const invocation = new Invocation(message, registration, connection, this.#owner)
    this.#running.set(id, invocation)
    invocation.start()
  }

  /** Ignored for a call that has ended. */
  interrupt(id: Id, options: m.InterruptOptions): void {
    this.#running.get(id)?.interrupt(options)
  }

  /** Nobody waits for answers any more. */
  disconnected(): void {
    const why = refusal('wamp.error.network_failure', 'the connection that the call came by has ended')
    for (const invocation of [...this.#running.values()]) invocation.silence(why)
    this.#abandoned.clear()
  }

  #ended(invocation: Invocation): void {
    this.#running.delete(invocation.id)
    if (invocation.awaitsParts) this.#abandon(invocation.id)
  }

  #abandon(id: Id): void {
    this.#abandoned.add(id)
    const [oldest] = this.#abandoned
    if (this.#abandoned.size > MOST_ABANDONED && oldest !== undefined) this.#abandoned.delete(oldest)
  }
}
