// Calls: a caller, and a callee that answers with what every result carries.

import { quantile } from '../figure.ts'
import { expectType, participate, type Stage } from './participant.ts'
import { numberOf, Template } from './template.ts'
import type { Wire } from './wire.ts'

const CALL = 48
const RESULT = 50
const YIELD = 70

export class Calls {
  readonly #stage: Stage
  readonly #caller: Wire
  readonly #callee: Wire
  readonly #template: Template
  #number = 1

  private constructor(stage: Stage, payload: string, [caller, callee]: [Wire, Wire]) {
    this.#stage = stage
    this.#caller = caller
    this.#callee = callee
    this.#template = new Template(stage.serializer, CALL, {}, stage.uri, [payload])
  }

  static async open(stage: Stage, payload: string): Promise<Calls> {
    const callee = await participate(stage, 'callee')
    const answer = new Template(stage.serializer, YIELD, {}, [payload])
    let numbers: Buffer[] = []
    callee.onmessage = message => numbers.push(numberOf(stage.serializer, message))
    callee.oncount = () => {
      callee.write(answer.answers(numbers))
      numbers = []
    }
    const calls = new Calls(stage, payload, [await participate(stage, 'caller'), callee])
    await calls.#expectResult()
    return calls
  }

  /** Calls a second with so many that wait at any time, and microseconds of the server's processor time for each. */
  async rate(inFlight: number, ms: number): Promise<readonly [number, number]> {
    const before = await this.#stage.server.usage()
    const { count, seconds } = await this.#keep(inFlight, ms)
    const after = await this.#stage.server.usage()
    await this.#expectResult()
    return [count / seconds, (after.cpu - before.cpu) / count]
  }

  /** Microseconds that calls took, one at a time: p50 and p99. */
  latency(ms: number): Promise<readonly [number, number]> {
    const took: number[] = []
    const end = performance.now() + ms
    let start = performance.now()
    return new Promise(resolve => {
      this.#caller.oncount = () => {
        const now = performance.now()
        took.push((now - start) * 1_000)
        if (now >= end) return resolve([quantile(took, 0.5), quantile(took, 0.99)])
        start = now
        this.#call(1)
      }
      this.#call(1)
    })
  }

  close(): void {
    this.#caller.close()
    this.#callee.close()
  }

  #call(count: number): void {
    this.#caller.write(this.#template.sequence(this.#number, count))
    this.#number += count
  }

  /** Nobody reads the answers that are counted: one more is looked at. */
  async #expectResult(): Promise<void> {
    this.#call(1)
    // Of a relay, what the callee sent.
    await expectType(this.#caller, this.#stage.serializer, [RESULT, YIELD])
  }

  #keep(inFlight: number, ms: number): Promise<{ count: number; seconds: number }> {
    const start = performance.now()
    let [count, waiting] = [0, inFlight]
    return new Promise(resolve => {
      this.#caller.oncount = ended => {
        count += ended
        waiting -= ended
        const now = performance.now()
        if (now - start < ms) {
          this.#call(ended)
          waiting += ended
        } else if (waiting === 0) resolve({ count, seconds: (now - start) / 1_000 })
      }
      this.#call(inFlight)
    })
  }
}
