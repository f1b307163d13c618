// RoomLog: the changes of a room in this origin's IndexedDB, one record each: written in one transaction, whatever it
// tells, and read once, when the room opens.
//
// The key of a record is [generation, writer, number]: each worker that opens the room begins a generation of its own, so
// that one which another has replaced, and has not noticed yet, spoils nothing.

import { messageOf } from '../transport/reasons.ts'
import type { RoomChange } from './kept-room.ts'
import { within } from './within.ts'

type Key = readonly [generation: number, writer: number, number: number]

/** Milliseconds to wait for a database that does not answer. */
const PATIENCE = 3_000
const STORE = 'changes'

export class RoomLog {
  readonly #database: IDBDatabase
  readonly #writer = Math.random()
  #generation = 1
  #number = 0

  private constructor(database: IDBDatabase) {
    this.#database = database
  }

  /** Opens the log of that name, and reads what the last one that wrote there has left. Rejects with a sentence. */
  static async open(name: string): Promise<{ log: RoomLog; left: RoomChange[] }> {
    try {
      const log = new RoomLog(await answered(opened(`wamp-mesh-room-${name}`)))
      return { log, left: await answered(log.#read()) }
    } catch (error) {
      throw unkept(error)
    }
  }

  /** Resolves when the change is kept, and rejects with a sentence. It is copied before this returns. @param whole whether it is all there is, and what was before may go. */
  async write(change: RoomChange, whole: boolean): Promise<void> {
    try {
      await answered(
        this.#transaction(store => {
          const key: Key = [this.#generation, this.#writer, ++this.#number]
          if (whole) store.delete(IDBKeyRange.upperBound(key))
          store.put(change, key as unknown as IDBValidKey)
        }),
      )
    } catch (error) {
      throw unkept(error)
    }
  }

  /** Nothing is kept any more. */
  async clear(): Promise<void> {
    const key: Key = [this.#generation, this.#writer, ++this.#number]
    await answered(this.#transaction(store => store.delete(IDBKeyRange.upperBound(key))))
  }

  close(): void {
    this.#database.close()
  }

  async #read(): Promise<RoomChange[]> {
    let keys: IDBRequest<IDBValidKey[]> | undefined
    let values: IDBRequest<RoomChange[]> | undefined
    await this.#transaction(store => {
      keys = store.getAllKeys()
      values = store.getAll()
    }, 'readonly')
    const all = (keys?.result ?? []) as unknown as Key[]
    const [generation = 0, writer = 0] = all.at(-1) ?? []
    this.#generation = generation + 1
    return (values?.result ?? []).filter((_, at) => all[at]?.[0] === generation && all[at]?.[1] === writer)
  }

  #transaction(act: (store: IDBObjectStore) => void, mode: IDBTransactionMode = 'readwrite'): Promise<void> {
    return new Promise((resolve, reject) => {
      // What the machine's own end would lose, nobody comes back to.
      const transaction = this.#database.transaction(STORE, mode, { durability: 'relaxed' })
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
      act(transaction.objectStore(STORE))
      transaction.commit?.()
    })
  }
}

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

const answered = <T>(answer: Promise<T>) =>
  within(PATIENCE, answer, `the browser's database did not answer within ${PATIENCE / 1000} seconds`)

function unkept(cause: unknown): Error {
  return new Error(`The sessions of this room end with its worker, because they cannot be kept: ${messageOf(cause)}`, {
    cause,
  })
}
