// HistoryEntry: an event in the histories that it is in. It is described when somebody asks, for most are never asked for.

import { WampError } from '../../protocol/errors.ts'
import { Payload, type Trailing } from '../../protocol/payload.ts'
import type { KeptEvent } from './kept-event.ts'
import { ENTRY, sizeOf, sizeOfPayload } from './memory-size.ts'
import type { Publication } from './publication.ts'
import { lastingLists } from './subscriber-blackwhite-listing.ts'
import type { Subscription } from './subscriptions.ts'

type Known = Omit<KeptEvent, 'trailing'>

export class HistoryEntry {
  readonly publication: KeptEvent['publication']
  readonly authid: string
  /** The subscriptions that it is in the history of, by what they are to: an entry may outlive the router. */
  readonly subscriptions: KeptEvent['subscriptions']
  /** About how many bytes of memory it takes. */
  readonly bytes: number
  /** In how many histories it still is. */
  holders: number
  readonly #time: number
  readonly #topic: KeptEvent['topic']
  readonly #details: KeptEvent['details']
  readonly #lists: KeptEvent['lists']
  readonly #payload: Payload

  /** @param payload with nothing of the frame that it came in, and nothing read yet. */
  private constructor({ publication, time, topic, authid, details, lists, subscriptions }: Known, payload: Payload) {
    this.publication = publication
    this.authid = authid
    this.subscriptions = subscriptions
    this.bytes = ENTRY + sizeOfPayload(payload) + sizeOf(topic) + sizeOf(details) + sizeOf(lists)
    this.holders = subscriptions.length
    this.#time = time
    this.#topic = topic
    this.#details = details
    this.#lists = lists
    this.#payload = payload
  }

  static of(published: Publication, matching: readonly Subscription[], time: number): HistoryEntry {
    const { id: publication, topic, authid, details, payload, options } = published
    const subscriptions = matching.map(({ match, topic }) => [match, topic] as const)
    const lists = lastingLists(options)
    return new HistoryEntry({ publication, time, topic, authid, details, lists, subscriptions }, payload.own())
  }

  /** An event of an earlier router. */
  static restored(event: KeptEvent): HistoryEntry {
    return new HistoryEntry(event, new Payload(event.trailing))
  }

  get event(): KeptEvent {
    const payload = this.#payload
    return {
      publication: this.publication,
      time: this.#time,
      topic: this.#topic,
      authid: this.authid,
      details: this.#details,
      // Read each time: what is read takes more memory than what came.
      get trailing() {
        return readable(payload.unread())
      },
      lists: this.#lists,
      subscriptions: this.subscriptions,
    }
  }
}

/** What no serializer here can read is told of without arguments. */
export function readable(payload: Payload): Trailing {
  try {
    return payload.trailing
  } catch (error) {
    if (error instanceof WampError) return []
    throw error
  }
}
