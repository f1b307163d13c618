// Fan-out: a publisher and its subscribers.

import { quantile } from '../figure.ts'
import { many } from './many.ts'
import { expectType, participate, type Stage } from './participant.ts'
import { Template } from './template.ts'
import type { Wire } from './wire.ts'

const PUBLISH = 16
const EVENT = 36
/** Publications on their way, at most; half of them are written at once. */
const AHEAD = 64
/** Deliveries a second at which their latency is measured. */
export const MODERATE = 10_000

export class FanOut {
  readonly #stage: Stage
  readonly #publisher: Wire
  readonly #subscribers: readonly Wire[]
  readonly #template: Template
  #number = 1

  private constructor(stage: Stage, payload: string, [publisher, ...subscribers]: [Wire, ...Wire[]]) {
    this.#stage = stage
    this.#publisher = publisher
    this.#subscribers = subscribers
    this.#template = new Template(stage.serializer, PUBLISH, {}, stage.uri, [payload])
  }

  static async open(stage: Stage, payload: string, receivers: number): Promise<FanOut> {
    const subscribers = await many(receivers, () => participate(stage, 'subscriber'))
    const fanOut = new FanOut(stage, payload, [await participate(stage, 'publisher'), ...subscribers])
    // Of a relay, what the publisher sent.
    const first = subscribers.map(subscriber => expectType(subscriber, stage.serializer, [EVENT, PUBLISH]))
    fanOut.#publish(1)
    await Promise.all(first)
    return fanOut
  }

  /** Deliveries a second, as fast as they come, and microseconds of the server's processor time for each. */
  async rate(ms: number): Promise<readonly [number, number]> {
    const before = await this.#stage.server.usage()
    const { count, seconds } = await this.#saturate(ms)
    const after = await this.#stage.server.usage()
    return [count / seconds, (after.cpu - before.cpu) / count]
  }

  /** Microseconds until the events had come, p50 and p99, at a moderate rate. */
  async latency(ms: number): Promise<readonly [number, number]> {
    const interval = (1_000 * this.#subscribers.length) / MODERATE
    const publications = Math.max(2, Math.round(ms / interval))
    const sent: number[] = []
    const took: number[] = []
    const done = new Promise<void>(resolve => {
      for (const subscriber of this.#subscribers) {
        let had = 0
        subscriber.oncount = count => {
          const now = performance.now()
          for (let event = 0; event < count; event++) took.push(1_000 * (now - (sent[had++] ?? 0)))
          if (took.length === publications * this.#subscribers.length) resolve()
        }
      }
    })
    const start = performance.now()
    for (let number = 0; number < publications; number++) {
      await new Promise(resolve => setTimeout(resolve, start + number * interval - performance.now()))
      sent.push(performance.now())
      this.#publish(1)
    }
    await done
    return [quantile(took, 0.5), quantile(took, 0.99)]
  }

  close(): void {
    for (const wire of [this.#publisher, ...this.#subscribers]) wire.close()
  }

  #publish(count: number): void {
    this.#publisher.write(this.#template.sequence(this.#number, count))
    this.#number += count
  }

  #saturate(ms: number): Promise<{ count: number; seconds: number }> {
    const start = performance.now()
    let [count, published] = [0, 0]
    const publish = () => {
      this.#publish(AHEAD / 2)
      published += (AHEAD / 2) * this.#subscribers.length
    }
    return new Promise(resolve => {
      for (const subscriber of this.#subscribers) {
        subscriber.oncount = came => {
          count += came
          if (count < published - (AHEAD / 2) * this.#subscribers.length) return
          const now = performance.now()
          if (now - start < ms) publish()
          else if (count === published) resolve({ count, seconds: (now - start) / 1_000 })
        }
      }
      publish()
      publish()
    })
  }
}
