// HistoryEntry: an event in the histories that it is in. It is described when somebody asks, for most are never asked for.

import { WampError } from '../../protocol/errors.ts'
import type { EventDetails, Id, Uri } from '../../protocol/messages.ts'
import type { Payload, Trailing } from '../../protocol/payload.ts'
import type { KeptEvent } from './kept-event.ts'
import { ENTRY, sizeOf, sizeOfPayload } from './memory-size.ts'
import type { Publication } from './publication.ts'
import { type LastingLists, lastingLists } from './subscriber-blackwhite-listing.ts'
import type { Subscription } from './subscriptions.ts'

/** What an event is made of that nobody has asked for yet. */
interface Source {
  readonly publication: Id
  readonly time: number
  readonly topic: Uri
  readonly details: EventDetails
  readonly payload: Payload
  readonly lists: LastingLists
}

export class HistoryEntry {
  readonly authid: string
  readonly subscriptions: readonly Subscription[]
  /** About how many bytes of memory it takes. */
  readonly bytes: number
  /** In how many histories it still is. */
  holders: number
  readonly #source: Source | undefined
  #event: KeptEvent | undefined

  private constructor(
    what: { readonly source?: Source; readonly event?: KeptEvent; readonly authid: string },
    subscriptions: readonly Subscription[],
    bytes: number,
  ) {
    this.authid = what.authid
    this.subscriptions = subscriptions
    this.bytes = ENTRY + bytes
    this.holders = subscriptions.length
    this.#source = what.source
    this.#event = what.event
  }

  static of(published: Publication, subscriptions: readonly Subscription[], date: Date): HistoryEntry {
    const { id: publication, topic, authid, details, options } = published
    const payload = published.payload.own()
    const lists = lastingLists(options)
    const source = { publication, time: date.getTime(), topic, details, payload, lists }
    const bytes = sizeOfPayload(payload) + sizeOf(topic) + sizeOf(details) + sizeOf(lists)
    return new HistoryEntry({ source, authid }, subscriptions, bytes)
  }

  /** An event of an earlier router. */
  static restored(event: KeptEvent, subscriptions: readonly Subscription[]): HistoryEntry {
    const { authid, topic, details, lists, trailing } = event
    const bytes = sizeOf(trailing) + sizeOf(topic) + sizeOf(details) + sizeOf(lists)
    return new HistoryEntry({ event, authid }, subscriptions, bytes)
  }

  /** The same object each time. */
  get event(): KeptEvent {
    this.#event ??= this.#described(this.#source as Source)
    return this.#event
  }

  #described({ publication, time, topic, details, lists, payload }: Source): KeptEvent {
    return {
      publication,
      time,
      topic,
      authid: this.authid,
      details,
      lists,
      // Read each time: what is read takes more memory than what came.
      get trailing() {
        return readable(payload.unread())
      },
      subscriptions: this.subscriptions.map(({ match, topic }) => [match, topic] as const),
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
