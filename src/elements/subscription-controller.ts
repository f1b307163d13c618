// Subscription controller: hears a topic for an element, and keeps its newest events.

import type { ReactiveControllerHost } from 'lit'
import { Result } from '../client/result.ts'
import type { Session } from '../client/session.ts'
import type { EventDetails, SubscribeOptions } from '../client/subscription.ts'
import type { Dict, Id } from '../protocol/messages.ts'
import { SessionHold } from './session-hold.ts'

/** An event of a topic. */
export interface TopicEvent {
  readonly args: unknown[]
  readonly kwargs: Dict
  readonly details: EventDetails
}

export interface SubscriptionSettings {
  readonly session: Session | undefined
  readonly topic: string | undefined
  readonly match?: SubscribeOptions['match'] | undefined
  /** Asks for the topic's retained event. */
  readonly getRetained?: boolean | undefined
  /** How many past events to ask the router for. */
  readonly history?: number | undefined
  /** How many events to keep, the newest; 1 by default. */
  readonly keep?: number | undefined
}

export class SubscriptionController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => SubscriptionSettings
  readonly #heard: ((event: TopicEvent) => void) | undefined
  #events: readonly TopicEvent[] = []
  #error: Error | undefined

  /**
   * @param settings read at each update of the host: what is other than before is subscribed to anew.
   * @param heard told of each event that comes; not of past ones.
   */
  constructor(
    host: ReactiveControllerHost,
    settings: () => SubscriptionSettings,
    heard?: (event: TopicEvent) => void,
    failed?: (error: Error) => void,
  ) {
    this.#host = host
    this.#settings = settings
    this.#heard = heard
    new SessionHold(host, {
      wanted: () => {
        const { session, topic, match, getRetained, history } = settings()
        return { session, key: topic ? JSON.stringify([topic, match, getRetained, history]) : '' }
      },
      take: (session, givenUp) => this.#subscribe(session, givenUp),
      failed: error => {
        this.#error = error
        host.requestUpdate()
        failed?.(error)
      },
    })
  }

  /** The newest events, the oldest of them first. */
  get events(): readonly TopicEvent[] {
    return this.#events
  }

  /** Why there is no subscription, where it was refused. */
  get error(): Error | undefined {
    return this.#error
  }

  async #subscribe(session: Session, givenUp: AbortSignal): Promise<() => unknown> {
    const { topic = '', match, getRetained, history } = this.#settings()
    const seen = new Set<Id>()
    this.#events = []
    this.#error = undefined
    const hear = (args: unknown[], kwargs: Dict, details: EventDetails) => {
      // What is retained comes again with each new connection.
      if (givenUp.aborted || (details.retained && seen.has(details.publication))) return
      seen.add(details.publication)
      const [oldest = 0] = seen
      if (seen.size > KNOWN) seen.delete(oldest)
      const event = { args, kwargs, details }
      this.#keep([...this.#events, event])
      this.#heard?.(event)
    }
    const options = { ...(match && { match }), ...(getRetained && { get_retained: true }) }
    const subscription = await session.subscribe(topic, hear, options)
    if (history && !givenUp.aborted) {
      const past = await pastEvents(session, { topic, match, limit: history })
      for (const { details } of past) seen.add(details.publication)
      if (!givenUp.aborted) this.#keep(inOrder(past, this.#events))
    }
    return () => subscription.unsubscribe()
  }

  #keep(events: readonly TopicEvent[]): void {
    this.#events = events.slice(-(this.#settings().keep || 1))
    this.#host.requestUpdate()
  }
}

/** How many publications to know again. */
const KNOWN = 1_000

/** Past events among those that came meanwhile: what is retained is older than all that the router still remembers. */
function inOrder(past: readonly TopicEvent[], came: readonly TopicEvent[]): TopicEvent[] {
  const known = new Set(past.map(({ details }) => details.publication))
  const others = came.filter(({ details }) => !known.has(details.publication))
  const retained = ({ details }: TopicEvent) => details.retained
  return [...others.filter(retained), ...past, ...others.filter(event => !retained(event))]
}

interface PastEvent {
  readonly publication: Id
  readonly args?: unknown[]
  readonly kwargs?: Dict
  readonly details?: Dict
}

/** The newest events that the router has kept of a topic, the oldest of them first [wamp:pubsub-event-history]. */
async function pastEvents(
  session: Session,
  { topic, match, limit }: { topic: string; match: string | undefined; limit: number },
): Promise<TopicEvent[]> {
  try {
    const id = await session.call('wamp.subscription.lookup', [topic, match ? { match } : {}])
    const result = await session.call('wamp.subscription.get_events', [id], { limit, reverse: true })
    // Some routers have the events as one list, ours has each as a result of its own.
    const events = [result instanceof Result ? result.args : (result ?? [])].flat(2) as PastEvent[]
    return events.reverse().map(({ args = [], kwargs = {}, details, ...rest }) => ({
      args,
      kwargs,
      details: { topic, ...rest, ...details },
    }))
  } catch {
    // A router that keeps none, or does not tell, is none the worse for it.
    return []
  }
}
