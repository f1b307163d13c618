// EventStore: a room's event history in this origin's IndexedDB, so that it is there again after a reload.
// The router reads and writes at once, in memory; the database is read once, before, and written behind.

import { createStore, entries, promisifyRequest, type UseStore } from 'idb-keyval'
import { isDict } from '../protocol/dict.ts'
import { toId } from '../protocol/ids.ts'
import type { Id } from '../protocol/messages.ts'
import type { EventStore } from '../router/broker/event-history.ts'
import type { KeptEvent } from '../router/broker/kept-event.ts'
import { within } from './within.ts'

export interface EventStoreOptions {
  /** Tells several rooms, and several realms of one room, apart; default `default`. */
  readonly name?: string | undefined
  /** Told, in a sentence for people, that events cannot be kept: once, and again after they could be for a while. */
  readonly onerror?: ((error: Error) => void) | undefined
}

export interface PersistentEventStore extends EventStore {
  /** Resolves when all that was added and removed so far is written; also where it cannot be. */
  flushed(): Promise<void>
}

/** Milliseconds from one write to the next, unless the page goes: events that come and go within are never written. */
const GATHERING = 100
/** Milliseconds after which a database that could not be written is tried again, as soon as something changes. */
const RECOVERY = 10_000
/** Milliseconds to wait for a database that does not answer: the room must open all the same. */
const PATIENCE = 3_000
const LATE = `the browser's database did not answer within ${PATIENCE / 1000} seconds`

/** By order of publication; the id tells those of two pages apart that write at the same time. */
type Key = [sequence: number, publication: Id]

/**
 * Opens the events kept under `name`, all of them read when the promise resolves. It never rejects: where the database
 * fails, `onerror` is told, and the history lives as long as the page does.
 */
export async function openEventStore({
  name = 'default',
  onerror,
}: EventStoreOptions = {}): Promise<PersistentEventStore> {
  const failed = (error: unknown) => onerror?.(unkept(error))
  try {
    const database = createStore(`wamp-mesh-events-${name}`, 'events')
    const store = new WrittenBehind(database, failed)
    store.take(await within(PATIENCE, entries<IDBValidKey, unknown>(database), LATE))
    return store
  } catch (error) {
    failed(error)
    return new WrittenBehind(undefined, failed)
  }
}

class WrittenBehind implements PersistentEventStore {
  readonly #database: UseStore | undefined
  readonly #failed: (error: unknown) => void
  readonly #kept = new Map<Id, { readonly key: Key; readonly event: KeptEvent }>()
  /** What is still to be written: an event, or that there is none any more. */
  #changes = new Map<Id, { readonly key: IDBValidKey; readonly event: KeptEvent | undefined }>()
  #sequence = 0
  #writing: Promise<void> | undefined
  #healthy = true
  #notBefore = 0
  /** When it was last written. */
  #written = Number.NEGATIVE_INFINITY

  constructor(database: UseStore | undefined, failed: (error: unknown) => void) {
    this.#database = database
    this.#failed = failed
  }

  /** Takes up what was read, in the order of its keys; what no router of ours wrote is deleted. */
  take(read: readonly [IDBValidKey, unknown][]): void {
    for (const [key, event] of read) {
      if (isKey(key) && isKeptEvent(event)) {
        this.#kept.set(event.publication, { key, event })
        this.#sequence = Math.max(this.#sequence, key[0])
      } else {
        // It has no publication: a negative number is none either.
        this.#change(-1 - this.#changes.size, { key, event: undefined })
      }
    }
  }

  load(): Iterable<KeptEvent> {
    return Array.from(this.#kept.values(), ({ event }) => event)
  }

  add(event: KeptEvent): void {
    const key: Key = [++this.#sequence, event.publication]
    this.#kept.set(event.publication, { key, event })
    this.#change(event.publication, { key, event })
  }

  remove({ publication }: KeptEvent): void {
    const kept = this.#kept.get(publication)
    if (kept === undefined) return
    this.#kept.delete(publication)
    // What was never written need not be deleted.
    if (this.#changes.get(publication)?.event) this.#changes.delete(publication)
    else this.#change(publication, { key: kept.key, event: undefined })
  }

  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  #change(publication: Id, change: { readonly key: IDBValidKey; readonly event: KeptEvent | undefined }): void {
    if (this.#database === undefined) return
    this.#changes.set(publication, change)
    if (this.#writing === undefined && performance.now() >= this.#notBefore)
      this.#writing = this.#writeSoon(this.#database)
  }

  async #writeSoon(database: UseStore): Promise<void> {
    while (this.#changes.size > 0 && performance.now() >= this.#notBefore) {
      await pause(this.#written + GATHERING - performance.now())
      await this.#write(database)
    }
    this.#writing = undefined
  }

  async #write(database: UseStore): Promise<void> {
    const changes = this.#changes
    this.#changes = new Map()
    this.#written = performance.now()
    try {
      await database('readwrite', store => {
        for (const { key, event } of changes.values()) {
          if (event === undefined) store.delete(key)
          else store.put(event, key)
        }
        // Without waiting for answers, which a page that goes would never get.
        store.transaction.commit?.()
        return promisifyRequest(store.transaction)
      })
      this.#healthy = true
    } catch (error) {
      // Still to be done, apart from what has changed again meanwhile.
      this.#changes = new Map([...changes, ...this.#changes])
      this.#notBefore = performance.now() + RECOVERY
      if (this.#healthy) this.#failed(error)
      this.#healthy = false
    }
  }
}

/** Resolves after so many milliseconds, and at once when the page goes: what follows must be done in the same task. */
async function pause(ms: number): Promise<void> {
  if (ms <= 0) return
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('pagehide', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    globalThis.addEventListener?.('pagehide', done)
  })
}

function unkept(cause: unknown): Error {
  const why = cause instanceof Error ? cause.message || cause.name : String(cause)
  return new Error(`This room's event history lasts only until this page closes, because it cannot be kept: ${why}`, {
    cause,
  })
}

function isKey(key: IDBValidKey): key is Key {
  return Array.isArray(key) && key.length === 2 && toId(key[0]) !== undefined && toId(key[1]) !== undefined
}

const MATCHES: readonly unknown[] = ['exact', 'prefix', 'wildcard']
const LISTS = ['eligible_authid', 'exclude_authid', 'eligible_authrole', 'exclude_authrole']

function isKeptEvent(event: unknown): event is KeptEvent {
  if (!isDict(event) || !isDict(event.details) || !isDict(event.lists)) return false
  const { publication, time, topic, authid, trailing, lists, subscriptions } = event
  const isSelection = (item: unknown) => Array.isArray(item) && MATCHES.includes(item[0]) && typeof item[1] === 'string'
  return (
    toId(publication) !== undefined &&
    typeof time === 'number' &&
    !Number.isNaN(new Date(time).getTime()) &&
    typeof topic === 'string' &&
    typeof authid === 'string' &&
    Array.isArray(trailing) &&
    LISTS.every(list => lists[list] === undefined || Array.isArray(lists[list])) &&
    Array.isArray(subscriptions) &&
    subscriptions.every(isSelection)
  )
}
