// HistoryEntry: an event in the histories that it is in. Most are never asked for, so what takes time to tell is told when
// it is read.

import { WampError } from '../../protocol/errors.ts'
import type { EventDetails, Id, Uri } from '../../protocol/messages.ts'
import { Payload, type Trailing } from '../../protocol/payload.ts'
import type { KeptEvent } from './kept-event.ts'
import { ENTRY, sizeOf, sizeOfPayload } from './memory-size.ts'
import type { Publication } from './publication.ts'
import type { Place } from './shares.ts'
import { type LastingLists, lastingLists } from './subscriber-blackwhite-listing.ts'
import type { Subscription } from './subscriptions.ts'

type Source = Pick<KeptEvent, 'publication' | 'time' | 'topic' | 'authid' | 'details' | 'lists'>

export class HistoryEntry implements KeptEvent {
  readonly publication: Id
  readonly time: number
  readonly topic: Uri
  readonly authid: string
  readonly details: EventDetails
  readonly lists: LastingLists
  /** Where its history is. */
  readonly matching: readonly Subscription[]
  /** About how many bytes of memory it takes. */
  readonly bytes: number
  /** In how many histories it still is. */
  holders: number
  /** Where it stands among all that is kept. */
  place: Place<HistoryEntry> | undefined
  readonly #payload: Payload

  /** @param payload with nothing of the frame that it came in, and nothing read yet. */
  private constructor(event: Source, payload: Payload, matching: readonly Subscription[]) {
    const { publication, time, topic, authid, details, lists } = event
    this.publication = publication
    this.time = time
    this.topic = topic
    this.authid = authid
    this.details = details
    this.lists = lists
    this.#payload = payload
    this.matching = matching
    this.bytes = ENTRY + sizeOfPayload(payload) + sizeOf(topic) + sizeOf(details) + sizeOf(lists)
    this.holders = matching.length
  }

  static of(published: Publication, matching: readonly Subscription[], time: number): HistoryEntry {
    const { id: publication, topic, authid, details, payload, options } = published
    const source = { publication, time, topic, authid, details, lists: lastingLists(options) }
    return new HistoryEntry(source, payload.own(), matching)
  }

  /** An event of an earlier router. */
  static restored(event: KeptEvent, matching: readonly Subscription[]): HistoryEntry {
    return new HistoryEntry(event, new Payload(event.trailing), matching)
  }

  /** Read each time: what is read takes more memory than what came. What no serializer here can read has none. */
  get trailing(): Trailing {
    return readable(this.#payload.unread())
  }

  get subscriptions(): KeptEvent['subscriptions'] {
    return this.matching.map(({ match, topic }) => [match, topic])
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
