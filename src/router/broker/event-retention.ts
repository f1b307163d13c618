// event_retention: a topic keeps the event that a publisher asks it to, for those who come later [wamp:event-retention].
//
// Kept of a topic are the last event that everybody may have and the few later ones that only some may have. None is
// taken back, for the specification has no way to: a later one replaces it, also one without arguments.

import type { Uri } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'
import { ENTRY, sizeOf, sizeOfPayload } from './memory-size.ts'
import { matcher, type Selection } from './pattern-based-subscription.ts'
import { mayReceive, type Publication } from './publication.ts'
import { type Place, Shares } from './shares.ts'
import { type ChoiceLists, choiceLists, everybody } from './subscriber-blackwhite-listing.ts'

export const feature = 'event_retention'

/** What a realm's topics may keep; beyond that the oldest topic of whoever retains most, by authid, loses its event. */
export interface EventRetentionSettings {
  /** 1,000 by default. */
  readonly topics?: number | undefined
  /** About how many bytes of memory, over all topics; 8 MiB by default. */
  readonly bytes?: number | undefined
}

/** How many events that only some may have are kept of one topic. */
const MOST_LIMITED = 10

export interface Retained {
  readonly publication: Publication
  /** What `publication.listed` was made of. */
  readonly lists: ChoiceLists
  readonly bytes: number
}

/** A topic, with what it retains. */
interface Topic {
  /** The latest last. */
  readonly events: readonly Retained[]
  /** Among those of who published the latest. */
  readonly place: Place<Uri>
}

export class EventRetention {
  /** How many topics lost their event for want of room. */
  evicted = 0
  readonly #most: { readonly items: number; readonly bytes: number }
  /** The topic whose latest event is the oldest first. */
  readonly #topics = new Map<Uri, Topic>()
  readonly #shares = new Shares<Uri>()
  readonly #changed: (topic: Uri) => void

  /**
   * `false` for a realm that retains nothing: a broker may decline.
   * @param changed told of each topic that retains something else, or nothing, from now on.
   */
  constructor(settings: EventRetentionSettings | false = {}, changed: (topic: Uri) => void = () => {}) {
    this.#changed = changed
    const { topics = 1_000, bytes = 8 * 1024 * 1024 } = settings || { topics: 0 }
    this.#most = { items: topics, bytes }
  }

  /** Keeps an event whose publisher wants that. */
  retain(publication: Publication): void {
    if (publication.options.retain !== true || this.#most.items === 0) return
    const { topic } = publication
    const kept = this.of(topic) ?? []
    const retained = own(publication)
    this.#remove(topic)
    // What is too large leaves nothing rather than an event that is no longer the latest.
    if (retained.bytes > this.#most.bytes) this.evicted++
    else this.#set(topic, publication.listed === everybody ? [retained] : [...withoutOldest(kept), retained])
    for (;;) {
      const excess = this.#shares.excess(this.#most)
      if (excess === undefined) return
      this.#remove(excess.item)
      this.evicted++
    }
  }

  /** The topics that retain something. */
  get topics(): Iterable<Uri> {
    return this.#topics.keys()
  }

  /** What a topic retains, the latest last. */
  of(topic: Uri): readonly Retained[] | undefined {
    return this.#topics.get(topic)?.events
  }

  /** Retains what another router has retained. */
  put(topic: Uri, publications: readonly Publication[]): void {
    if (this.#most.items > 0) this.#set(topic, publications.map(own))
  }

  /** The latest event of each topic of a subscription that `session` would have received, had it been there [R-RET-1]. */
  *offered(selection: Selection, session: Session): Generator<Publication> {
    if (selection.match === 'exact') {
      const latest = this.#latest(selection.topic, session)
      if (latest) yield latest
      return
    }
    const matches = matcher(selection)
    for (const topic of this.#topics.keys()) {
      const latest = matches(topic) ? this.#latest(topic, session) : undefined
      if (latest) yield latest
    }
  }

  #latest(topic: Uri, session: Session): Publication | undefined {
    const found = this.of(topic)?.findLast(({ publication }) => mayReceive(session, publication))
    if (found === undefined) return undefined
    const { details, payload } = found.publication
    // A payload of its own to each, for one that is read keeps what it read.
    return { ...found.publication, details: { ...details, retained: true }, payload: payload.unread() }
  }

  #set(topic: Uri, events: readonly Retained[]): void {
    const bytes = events.reduce((sum, event) => sum + event.bytes, 0)
    const place = this.#shares.add(topic, events.at(-1)?.publication.authid ?? '', bytes)
    this.#topics.set(topic, { events, place })
    this.#changed(topic)
  }

  #remove(topic: Uri): void {
    const known = this.#topics.get(topic)
    if (known === undefined) return
    this.#topics.delete(topic)
    this.#shares.delete(known.place)
    this.#changed(topic)
  }
}

/** Room for one more that only some may have; the one that everybody may have stays. */
function withoutOldest(events: readonly Retained[]): readonly Retained[] {
  const [first, ...rest] = events
  if (first?.publication.listed !== everybody) return events.slice(-(MOST_LIMITED - 1))
  return [first, ...rest.slice(-(MOST_LIMITED - 1))]
}

/** The publication with nothing of the frame that it came in, nor of what nobody needs later, and what it takes. */
function own(publication: Publication): Retained {
  const { topic, details } = publication
  const { exclude_me } = publication.options
  // Still exact for those who speak the publisher's serializer [T-9].
  const payload = publication.payload.own()
  // The options have the lists that `listed` has made sets of.
  const bytes = ENTRY + sizeOf(topic) + sizeOf(publication.options) + sizeOf(details) + sizeOfPayload(payload)
  const options = exclude_me === undefined ? {} : { exclude_me }
  return { publication: { ...publication, options, payload }, lists: choiceLists(publication.options), bytes }
}
