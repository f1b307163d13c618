// event_retention: a topic keeps the event that a publisher asks it to, for those who come later [wamp:event-retention].
//
// Kept of a topic are the last event that everybody may have and the few later ones that only some may have. None is
// taken back, for the specification has no way to: a later one replaces it, also one without arguments.

import type { Frame } from '../../protocol/link.ts'
import type { Uri } from '../../protocol/messages.ts'
import { Payload } from '../../protocol/payload.ts'
import type { Session } from '../session.ts'
import { sizeOf } from './memory-size.ts'
import { matches, type Selection } from './pattern-based-subscription.ts'
import { mayReceive, type Publication } from './publication.ts'
import { everybody } from './subscriber-blackwhite-listing.ts'

export const feature = 'event_retention'

/** What a realm's topics may keep; beyond that the topic whose event is the oldest loses it. */
export interface EventRetentionSettings {
  /** 1,000 by default. */
  readonly topics?: number | undefined
  /** About how many bytes of memory, over all topics; 8 MiB by default. */
  readonly bytes?: number | undefined
}

/** How many events that only some may have are kept of one topic. */
const MOST_LIMITED = 10

interface Retained {
  readonly publication: Publication
  readonly bytes: number
}

export class EventRetention {
  /** How many topics lost their event for want of room. */
  evicted = 0
  readonly #most: { readonly topics: number; readonly bytes: number }
  /** Events by topic, the latest last; the topic whose latest event is the oldest first. */
  readonly #topics = new Map<Uri, readonly Retained[]>()
  #bytes = 0

  /** `false` for a realm that retains nothing: a broker may decline. */
  constructor(settings: EventRetentionSettings | false = {}) {
    const { topics = 1_000, bytes = 8 * 1024 * 1024 } = settings || { topics: 0 }
    this.#most = { topics, bytes }
  }

  /** Keeps an event whose publisher wants that. */
  retain(publication: Publication): void {
    if (publication.options.retain !== true || this.#most.topics === 0) return
    const { topic } = publication
    const kept = this.#topics.get(topic) ?? []
    const retained = own(publication)
    this.#remove(topic)
    // What is too large leaves nothing rather than an event that is no longer the latest.
    if (retained.bytes > this.#most.bytes) this.evicted++
    else this.#set(topic, publication.listed === everybody ? [retained] : [...withoutOldest(kept), retained])
    for (const oldest of this.#topics.keys()) {
      if (this.#topics.size <= this.#most.topics && this.#bytes <= this.#most.bytes) return
      this.#remove(oldest)
      this.evicted++
    }
  }

  /** The latest event of each topic of a subscription that `session` would have received, had it been there [R-RET-1]. */
  *offered(selection: Selection, session: Session): Generator<Publication> {
    if (selection.match === 'exact') {
      const latest = this.#latest(selection.topic, session)
      if (latest) yield latest
      return
    }
    for (const topic of this.#topics.keys()) {
      const latest = matches(selection, topic) ? this.#latest(topic, session) : undefined
      if (latest) yield latest
    }
  }

  #latest(topic: Uri, session: Session): Publication | undefined {
    const found = this.#topics.get(topic)?.findLast(({ publication }) => mayReceive(session, publication))
    return found && { ...found.publication, details: { ...found.publication.details, retained: true } }
  }

  #set(topic: Uri, events: readonly Retained[]): void {
    this.#topics.set(topic, events)
    for (const { bytes } of events) this.#bytes += bytes
  }

  #remove(topic: Uri): void {
    for (const { bytes } of this.#topics.get(topic) ?? []) this.#bytes -= bytes
    this.#topics.delete(topic)
  }
}

/** Room for one more that only some may have; the one that everybody may have stays. */
function withoutOldest(events: readonly Retained[]): readonly Retained[] {
  const [first, ...rest] = events
  if (first?.publication.listed !== everybody) return events.slice(-(MOST_LIMITED - 1))
  return [first, ...rest.slice(-(MOST_LIMITED - 1))]
}

/** The publication without the frame that it came in, and what it takes. */
function own(publication: Publication): Retained {
  const { topic, options, details } = publication
  const { trailing, raw } = publication.payload
  const bytes = sizeOf(topic) + sizeOf(options) + sizeOf(details) + sizeOf(trailing)
  if (raw === undefined) return { publication, bytes }
  // Still exact for those who speak the publisher's serializer [T-9], with a form of its own.
  const { form, count, exact } = raw
  const tail = ownFrame(raw.tail())
  const payload = new Payload(trailing, { form, count, exact, tail: () => tail, read: () => trailing })
  return { publication: { ...publication, payload }, bytes: bytes + sizeOf(tail) }
}

function ownFrame(frame: Frame): Frame {
  // Joined to something and cut off again, a part of a text lets go of the whole.
  return typeof frame === 'string' ? `${frame} `.slice(0, -1) : new Uint8Array(frame)
}
