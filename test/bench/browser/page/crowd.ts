// Crowd: one page publishes at a steady pace to many guests, which live in other pages and look how old each event is.

import type { Session } from '../../../../src/entry/index.ts'
import { joined } from './joined.ts'
import type { Way } from './way.ts'

/** Bytes of an event: the time of its publication, and what fills it up. */
const SIZE = 100
const TOPIC = 'com.bench.crowd'

/** Milliseconds by a clock that the processes of a machine share. */
const now = () => performance.timeOrigin + performance.now()
const filling = 'x'.repeat(SIZE - 8)

export class Crowd {
  /** The session of the page that publishes. */
  host: Session | undefined
  hostWays: Way[] = []
  readonly #guests: Session[] = []
  #ages: number[] = []

  /** So many more guests, by data channels. */
  async join(invite: string, count: number): Promise<void> {
    for (let some = count; some > 0; some -= 10) {
      const sessions = Array.from({ length: Math.min(10, some) }, () => joined(invite, 'data-channel'))
      for (const session of await Promise.all(sessions)) {
        this.#guests.push(session)
        await session.subscribe(TOPIC, ([sent]) => void this.#ages.push(now() - Number(sent)))
      }
    }
  }

  /** Publishes so many events, one each `pace` milliseconds. */
  publish(count: number, pace: number): Promise<void> {
    return steadily(count, pace, () => void this.host?.publish(TOPIC, [now(), filling]))
  }

  /** The ages of all events that have come since it was asked last. */
  ages(): number[] {
    const ages = this.#ages
    this.#ages = []
    return ages
  }

  hearBare(ways: readonly Way[]): void {
    for (const way of ways) {
      way.onmessage = bytes => this.#ages.push(now() - new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0))
    }
  }

  publishBare(count: number, pace: number): Promise<void> {
    return steadily(count, pace, () => {
      const event = new Uint8Array(SIZE)
      new DataView(event.buffer).setFloat64(0, now())
      for (const way of this.hostWays) way.send(event)
    })
  }
}

/** The clock is the page's own; a turn that comes late does not delay those behind it. */
function steadily(count: number, pace: number, task: () => void): Promise<void> {
  const begun = performance.now()
  return new Promise(resolve => {
    let done = 0
    const turn = () => {
      task()
      done++
      if (done === count) return resolve()
      setTimeout(turn, begun + done * pace - performance.now())
    }
    turn()
  })
}
