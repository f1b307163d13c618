// Asker: a peer that asks for the history of its subscriptions.

import { expect } from 'vitest'
import { type Peer, trace } from '../../trace.ts'

/** An event as history tells it. */
export interface Past {
  timestamp: string
  subscription: number
  publication: number
  details: Record<string, unknown>
  args?: unknown
  kwargs?: unknown
}

/** A session that asks, with request ids of its own. */
export class Asker {
  readonly peer: Peer
  #request = 0

  constructor(peer: Peer) {
    this.peer = peer
  }

  async subscribes(topic: string, match = 'exact'): Promise<number> {
    this.peer.sends([32, ++this.#request, { match }, topic])
    const [reply] = await this.peer.got()
    return reply?.[2] as number
  }

  async leaves(subscription: number): Promise<void> {
    this.peer.sends([34, ++this.#request, subscription])
    await this.peer.got()
  }

  /** The answer to get_events, whatever it is. */
  async asks(subscription: unknown, filters: object = {}): Promise<unknown[]> {
    this.peer.sends([48, ++this.#request, {}, 'wamp.subscription.get_events', [subscription], filters])
    const [reply] = (await this.peer.got()).filter(([type]) => type !== 36)
    return reply ?? []
  }

  async history(subscription: unknown, filters: object = {}): Promise<Past[]> {
    const [type, , , events] = await this.asks(subscription, filters)
    expect(type).toBe(50)
    return events as Past[]
  }

  /** The first argument of each event. */
  async values(subscription: unknown, filters: object = {}): Promise<unknown[]> {
    return (await this.history(subscription, filters)).map(({ args }) => (args as unknown[])[0])
  }

  publishes(topic: string, args: unknown[], options: object = {}): void {
    this.peer.sends([16, ++this.#request, options, topic, args])
  }
}

/** A router whose peers ask. */
export function setUp(...[options]: Parameters<typeof trace>) {
  const tracing = trace(options)
  const joins = async (...args: Parameters<typeof tracing.joins>) => new Asker(await tracing.joins(...args))
  return { ...tracing, joins }
}
