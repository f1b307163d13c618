// Hub tab: one tab, as the worker sees it that hosts its room.

import { msgpack } from '../protocol/serializer/msgpack.ts'
import { MessagePortLink } from '../transport/message-port.ts'
import { messageOf } from '../transport/reasons.ts'
import { bytesOf, PATH_HEARTBEAT } from '../transport/resume/resumable-link.ts'
import { type HubWord, readTabWord, type TabWord, type WorkerRoomOptions } from './hub-words.ts'
import type { Seat } from './seats.ts'
import { TracePipe } from './trace/trace-pipe.ts'
import type { RoomTab, WorkerHostedRoom } from './worker-hosted-room.ts'

/** Milliseconds for the last words of a tab that is gone to arrive. */
const LAST_WORDS = 50

export interface HubTabSetup {
  /** The Web Lock that this worker holds. */
  readonly lock: string | undefined
  room(options: WorkerRoomOptions): Promise<WorkerHostedRoom>
}

export class HubTab implements RoomTab {
  readonly #port: MessagePort
  readonly #setup: HubTabSetup
  readonly #seats = new Set<Seat>()
  /** Ends the waiting for the tab's own lock. */
  readonly #watching = new AbortController()
  #room: WorkerHostedRoom | undefined
  #trace: { readonly pipe: TracePipe; stop(): void } | undefined
  #over = false

  constructor(port: MessagePort, setup: HubTabSetup) {
    this.#port = port
    this.#setup = setup
    port.addEventListener('message', this.#onMessage)
    port.start()
  }

  say(word: HubWord): void {
    if (!this.#over) this.#port.postMessage(word)
  }

  readonly #onMessage = ({ data, ports }: MessageEvent): void => {
    const word = readTabWord(data)
    if (word?.type === 'enter') void this.#enter(word)
    else if (word && this.#room) this.#obey(word, this.#room, ports[0])
    // It went before it was in.
    else if (word?.type === 'sleep' || word?.type === 'leave') this.#leave(() => {})
  }

  async #enter({ room: options, lock }: TabWord & { type: 'enter' }): Promise<void> {
    try {
      const room = await this.#setup.room(options)
      if (options.realm !== room.realm) {
        throw new Error(`this room is open with the realm ${room.realm}, and not ${options.realm}`)
      }
      if (this.#over) return
      this.#room = room
      this.say({ type: 'entered', realm: room.realm, ...room.entrance, lock: this.#setup.lock })
      room.enter(this)
      if (lock !== undefined) this.#watch(lock)
    } catch (error) {
      this.say({ type: 'refused', message: messageOf(error) })
    }
  }

  #obey(word: TabWord, room: WorkerHostedRoom, port: MessagePort | undefined): void {
    switch (word.type) {
      case 'enter':
        return
      case 'session':
        return port && this.#session(word, room, port)
      case 'lead':
        return port && room.lead(this, port)
      case 'counters':
        return void this.#count(word.number, room)
      case 'peers':
        return void this.#tellPeers(word.number, room)
      case 'rotate':
        return void this.#rotate(word.number, room)
      case 'trace':
        return this.#watchMessages(word.on, room)
      case 'traced':
        return this.#trace?.pipe.taken(word.count)
      case 'retry':
        return room.retry()
      case 'sleep':
        return this.#leave(seat => seat.link.slept(), 'asleep')
      case 'leave':
        return this.#leave(seat => seat.link.end('The tab was closed.'))
      default:
        word satisfies never
    }
  }

  #session({ link: name, resumes }: TabWord & { type: 'session' }, room: WorkerHostedRoom, port: MessagePort): void {
    const seat = room.seat(name, resumes)
    if (seat === undefined) return this.say({ type: 'unknown', link: name })
    this.#seats.add(seat)
    seat.wire?.ended('The session goes on in another tab.')
    seat.wire = {
      // The tab finds another path: it alone can.
      pathless: () => {},
      transport: () => 'message-port',
      ended: () => {
        this.#seats.delete(seat)
        this.say({ type: 'unknown', link: name })
      },
    }
    seat.link.take(new MessagePortLink(port, bytesOf(msgpack), { heartbeat: PATH_HEARTBEAT }))
    port.start()
  }

  async #count(number: number, room: WorkerHostedRoom): Promise<void> {
    this.say({ type: 'counters', number, counters: await room.counters() })
  }

  async #tellPeers(number: number, room: WorkerHostedRoom): Promise<void> {
    this.say({ type: 'peers', number, peers: await room.peers() })
  }

  async #rotate(number: number, room: WorkerHostedRoom): Promise<void> {
    const error = await room.rotate().then(() => undefined, messageOf)
    this.say({ type: 'rotated', number, error })
  }

  #watchMessages(on: boolean, room: WorkerHostedRoom): void {
    this.#trace?.stop()
    this.#trace = undefined
    if (!on) return
    const pipe = new TracePipe(records => this.say({ type: 'trace', records }))
    this.#trace = { pipe, stop: room.trace(pipe.record) }
  }

  /** Waits for the tab's own lock: who gets it knows that the tab is gone. */
  #watch(lock: string): void {
    const gone = () => {
      // What it said last may still be on its way.
      setTimeout(() => this.#leave(seat => seat.link.end('The tab is gone.')), LAST_WORDS)
    }
    navigator.locks.request(lock, { signal: this.#watching.signal }, gone).catch(() => {})
  }

  #leave(part: (seat: Seat) => void, how: 'asleep' | 'gone' = 'gone'): void {
    if (this.#over) return
    for (const seat of [...this.#seats]) part(seat)
    this.#over = true
    this.#trace?.stop()
    this.#watching.abort()
    this.#port.removeEventListener('message', this.#onMessage)
    this.#port.close()
    this.#room?.leave(this, how)
  }
}
