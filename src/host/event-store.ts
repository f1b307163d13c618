// EventStore: a room's event history in this origin's IndexedDB, so that it is there again after a reload.
// The router reads and writes at once, in memory; the database is read once, before, and written behind.

import { createStore, entries, promisifyRequest, type UseStore } from 'idb-keyval'
import { isDict } from '../protocol/dict.ts'
import { toId } from '../protocol/ids.ts'
import type { Id } from '../protocol/messages.ts'
import { PassingMap } from '../protocol/passing-map.ts'
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
/** Where to write takes long, it is done a tenth of the time, but for this many milliseconds from one to the next. */
const PART = 10
const LONGEST_GATHERING = 1_000
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

/** Tells an event as it is to be kept. */
type Describe = () => KeptEvent

/** An event in the database, or on its way there. */
interface Written {
  readonly key: Key
  readonly describe: Describe
}

class WrittenBehind implements PersistentEventStore {
  readonly #database: UseStore | undefined
  readonly #failed: (error: unknown) => void
  readonly #written = new Map<Id, Written>()
  /** What is still to be written, and what is still to be deleted. */
  #added = new PassingMap<Id, Describe>()
  #removed: IDBValidKey[] = []
  #sequence = 0
  #writing: Promise<void> | undefined
  #healthy = true
  #notBefore = 0
  /** When it was last written, and how long that took. */
  #began = Number.NEGATIVE_INFINITY
  #took = 0

  constructor(database: UseStore | undefined, failed: (error: unknown) => void) {
    this.#database = database
    this.#failed = failed
  }

  /** Takes up what was read, in the order of its keys; what no router of ours wrote is deleted. */
  take(read: readonly [IDBValidKey, unknown][]): void {
    for (const [key, event] of read) {
      if (isKey(key) && isKeptEvent(event)) {
        this.#written.set(event.publication, { key, describe: () => event })
        this.#sequence = Math.max(this.#sequence, key[0])
      } else {
        this.#removed.push(key)
      }
    }
    this.#changed()
  }

  load(): Iterable<KeptEvent> {
    const written = Array.from(this.#written.values(), ({ describe }) => describe())
    return [...written, ...Array.from(this.#added.values(), describe => describe())]
  }

  add(publication: Id, describe: Describe): void {
    this.#added.set(publication, describe)
    this.#changed()
  }

  remove(publication: Id): void {
    // What was never written need not be deleted.
    if (this.#added.delete(publication)) return
    const written = this.#written.get(publication)
    if (written === undefined) return
    this.#written.delete(publication)
    this.#removed.push(written.key)
    this.#changed()
  }

  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  #changed(): void {
    if (this.#writing !== undefined || this.#database === undefined || this.#idle) return
    if (performance.now() >= this.#notBefore) this.#writing = this.#writeSoon(this.#database)
  }

  get #idle(): boolean {
    return this.#added.size + this.#removed.length === 0
  }

  async #writeSoon(database: UseStore): Promise<void> {
    while (!this.#idle && performance.now() >= this.#notBefore) {
      const gathering = Math.min(LONGEST_GATHERING, Math.max(GATHERING, PART * this.#took))
      await pause(this.#began + gathering - performance.now())
      await this.#write(database)
    }
    this.#writing = undefined
  }

  async #write(database: UseStore): Promise<void> {
    const [added, removed] = [this.#begin(), this.#removed]
    this.#removed = []
    this.#began = performance.now()
    try {
      await database('readwrite', store => {
        change(store, added.values(), removed)
        return promisifyRequest(store.transaction)
      })
      this.#healthy = true
    } catch (error) {
      this.#takeBack(added)
      this.#removed = [...removed, ...this.#removed]
      this.#notBefore = performance.now() + RECOVERY
      if (this.#healthy) this.#failed(error)
      this.#healthy = false
    }
    this.#took = performance.now() - this.#began
  }

  /** All that was added is on its way from now on: who removes it removes it there. */
  #begin(): ReadonlyMap<Id, Written> {
    const begun = new Map<Id, Written>()
    for (const [publication, describe] of this.#added.entries()) {
      begun.set(publication, { key: [++this.#sequence, publication], describe })
    }
    for (const [publication, written] of begun) this.#written.set(publication, written)
    this.#added = new PassingMap()
    return begun
  }

  /** Still to be written, apart from what was removed meanwhile, and before what came meanwhile. */
  #takeBack(begun: ReadonlyMap<Id, Written>): void {
    const since = this.#added
    this.#added = new PassingMap()
    for (const [publication, { describe }] of begun) {
      if (this.#written.delete(publication)) this.#added.set(publication, describe)
    }
    for (const [publication, describe] of since.entries()) this.#added.set(publication, describe)
  }
}

/** Writes all or nothing: what fails in the middle must leave nothing under keys that nobody knows. */
function change(store: IDBObjectStore, added: Iterable<Written>, removed: readonly IDBValidKey[]): void {
  try {
    for (const key of removed) store.delete(key)
    for (const { key, describe } of added) store.put(describe(), key)
    // Without waiting for answers, which a page that goes would never get.
    store.transaction.commit?.()
  } catch (error) {
    store.transaction.abort()
    throw error
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
