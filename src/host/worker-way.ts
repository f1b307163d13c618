// Worker way: a tab's port to the worker that hosts its room, opened anew when the worker is gone.

import { type HubWord, readHubWord, type TabWord, type WorkerRoomOptions } from './hub-words.ts'
import type { WorkerSource } from './worker-source.ts'

export interface WorkerWayReceiver {
  /** The tab is in the room; the first time, or again after the way was lost. */
  entered(word: HubWord & { type: 'entered' }): void
  /** There is no way in. */
  failed(error: Error): void
  word(word: HubWord): void
  /** The worker is gone: another one is started. */
  lost(): void
}

/** Milliseconds for a worker to answer; and from one try to the next where it does not. */
const ANSWER_TIME = 5_000

export class WorkerWay {
  readonly #options: WorkerRoomOptions
  readonly #source: WorkerSource
  readonly #receiver: WorkerWayReceiver
  /** Lets go of the Web Lock that this tab holds. */
  #release = () => {}
  #port: MessagePort | undefined
  #watching = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  #entered = false
  #wasEntered = false
  /** Counts beginnings and ends: what was begun before the last of them is too late. */
  #turn = 0
  #over = false

  constructor(options: WorkerRoomOptions, source: WorkerSource, receiver: WorkerWayReceiver) {
    this.#options = options
    this.#source = source
    this.#receiver = receiver
    void this.#begin()
  }

  /** Says a word, once the tab is in the room; before that, and without a worker, nobody hears it: false. */
  say(word: TabWord, ...ports: MessagePort[]): boolean {
    if (!this.#port || !this.#entered) {
      for (const port of ports) port.close()
      return false
    }
    this.#port.postMessage(word, ports)
    return true
  }

  /** The worker may be gone: it is asked for again, by a port of its own. */
  doubt(): void {
    if (this.#entered && !navigator.locks) this.#again()
  }

  /** The page is left, and may come back as it is. */
  sleep(): void {
    this.#part('sleep')
    this.#drop()
  }

  wake(): void {
    if (!this.#port && !this.#over) void this.#begin()
  }

  close(): void {
    this.#part('leave')
    this.#over = true
    this.#drop()
    this.#source.close()
  }

  async #begin(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#again(), ANSWER_TIME)
    const turn = ++this.#turn
    const failed = (error: Error) => turn === this.#turn && this.#failed(error)
    try {
      const lock = await this.#hold()
      const port = await this.#source.open(failed)
      // Left, or begun anew, meanwhile.
      if (turn !== this.#turn) return port.close()
      this.#port = port
      port.onmessage = ({ data }) => port === this.#port && this.#hear(data)
      port.postMessage({ type: 'enter', room: this.#options, lock } satisfies TabWord)
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** Takes this tab's lock: as long as it is held, the tab lives. */
  #hold(): Promise<string> | undefined {
    if (!navigator.locks) return undefined
    this.#release()
    const lock = `wamp-mesh-tab-${crypto.randomUUID()}`
    return new Promise((resolve, reject) => {
      const hold = () => {
        resolve(lock)
        return new Promise<void>(release => {
          this.#release = release
        })
      }
      navigator.locks.request(lock, hold).catch(reject)
    })
  }

  #hear(data: unknown): void {
    const word = readHubWord(data)
    if (word?.type === 'entered') return this.#enter(word)
    if (word?.type !== 'refused') return word && this.#receiver.word(word)
    this.#fail(new Error(`The worker does not host this room: ${word.message}.`))
  }

  /** The worker cannot be started: at first that is the end, and later it is tried again, for it could be before. */
  #failed(error: Error): void {
    if (!this.#wasEntered) return this.#fail(error)
    this.#drop()
    this.#timer = setTimeout(() => void this.#begin(), ANSWER_TIME)
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.#over = true
    this.#drop()
    this.#source.close()
    this.#receiver.failed(error)
  }

  #enter(word: HubWord & { type: 'entered' }): void {
    clearTimeout(this.#timer)
    this.#entered = true
    this.#wasEntered = true
    if (word.lock !== undefined) this.#watch(word.lock)
    this.#receiver.entered(word)
  }

  /** Waits for the worker's lock: who gets it knows that the worker is gone. */
  #watch(lock: string): void {
    this.#watching.abort()
    const watching = new AbortController()
    this.#watching = watching
    const gone = () => this.#again()
    // Shared, since all tabs wait for it.
    navigator.locks.request(lock, { mode: 'shared', signal: watching.signal }, gone).catch(() => {})
  }

  #again(): void {
    // Where the worker lives after all, it has to know that this port is done with.
    this.#part('sleep')
    this.#drop()
    if (this.#over) return
    this.#receiver.lost()
    void this.#begin()
  }

  /** Says that this port is done with, also where the tab was still entering. */
  #part(type: 'sleep' | 'leave'): void {
    this.#port?.postMessage({ type } satisfies TabWord)
  }

  #drop(): void {
    this.#turn++
    clearTimeout(this.#timer)
    this.#entered = false
    this.#watching.abort()
    this.#release()
    this.#port?.close()
    this.#port = undefined
  }
}
