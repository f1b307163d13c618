// Worker hub: the rooms that a worker hosts, each for all tabs that have entered it.

import { HubTab } from './hub-tab.ts'
import type { WorkerRoomOptions } from './hub-words.ts'
import { type OwnSettings, WorkerHostedRoom } from './worker-hosted-room.ts'

export class WorkerHub {
  readonly #own: OwnSettings
  readonly #rooms = new Map<string, Promise<WorkerHostedRoom>>()
  /** Held as long as this worker lives: whoever waits for it hears of its end. */
  readonly #lock = globalThis.navigator?.locks && `wamp-mesh-worker-${crypto.randomUUID()}`

  /** @param own what this worker's rooms have besides what tabs ask for: functions, which no message can carry. */
  constructor(own: OwnSettings = {}) {
    this.#own = own
    if (this.#lock) void navigator.locks.request(this.#lock, () => new Promise(() => {}))
  }

  /** Serves the tab at the other end of `port`. */
  connect(port: MessagePort): void {
    new HubTab(port, { lock: this.#lock, room: options => this.#room(options) })
  }

  /** The room of that name, opened by whoever enters it first. */
  #room(options: WorkerRoomOptions): Promise<WorkerHostedRoom> {
    const key = options.name
    const known = this.#rooms.get(key)
    if (known) return known
    const forget = () => {
      if (this.#rooms.get(key) === opening) this.#rooms.delete(key)
    }
    const opening: Promise<WorkerHostedRoom> = WorkerHostedRoom.open(options, this.#own, forget)
    this.#rooms.set(key, opening)
    opening.catch(forget)
    return opening
  }
}
