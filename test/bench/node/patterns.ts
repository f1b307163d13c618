// Patterns: what publications and calls cost beside ever more subscriptions and registrations that do not match.

import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { type Bench, type Contest, type Entrant, OURS } from '../section.ts'
import { Calls } from './calls.ts'
import { FanOut } from './fan-out.ts'
import { frame, join, newStage } from './participant.ts'
import { ServerProcess } from './server-process.ts'
import type { Wire } from './wire.ts'

const SUBSCRIBE = 32
const REGISTER = 64
/** Requests that are on their way. */
const AT_ONCE = 500
const PAYLOAD = 'x'.repeat(64)

/** What is published and called; the patterns are as near to it as those that do not match can be. */
const URI = 'com.bench.store.orders.created'
const PATTERNS: Readonly<Record<string, (number: number) => string>> = {
  exact: number => `com.bench.store.orders.n${number}`,
  prefix: number => `com.bench.store.orders.n${number}`,
  wildcard: number => {
    const forms = [`com..store.orders.n${number}`, `com.bench..n${number}.created`, `..n${number}.orders.created`]
    return forms[number % forms.length] ?? ''
  },
}

/** A contest for each kind of pattern; what ours is beside is itself, with fewer. */
export function patterns({ quick, ms }: Bench): Contest[] {
  const counts = quick ? [10, 1_000] : [10, 1_000, 10_000, 100_000]
  const most = counts.at(-1) ?? 0
  const names = counts.map(count => [count === most ? OURS : `with ${count}`, count] as const)
  return Object.keys(PATTERNS).map(match => ({
    figures: [
      { what: `publish beside ${most} ${match} subscriptions`, unit: 'µs each' },
      { what: `call beside ${most} ${match} registrations`, unit: 'µs each' },
    ],
    subjects: Object.fromEntries(names.map(([name, count]) => [name, () => beside(match, count, ms)])),
  }))
}

/** A router of its own, so that the garbage of others costs it nothing. */
async function beside(match: string, count: number, ms: number): Promise<Entrant> {
  const server = await ServerProcess.start('ours')
  const stage = { ...newStage(server, msgpack), uri: URI }
  const idler = await join(stage)
  await ask(idler, SUBSCRIBE, match, count)
  await ask(idler, REGISTER, match, count)
  const rigs = [await FanOut.open(stage, PAYLOAD, 1), await Calls.open(stage, PAYLOAD)] as const
  return {
    measure: async () => {
      const [[, publish], [, call]] = [await rigs[0].rate(ms), await rigs[1].rate(64, ms)]
      return [publish, call]
    },
    close: () => server.stop(),
  }
}

/** Request numbers go on from one type to the next. */
async function ask(wire: Wire, type: number, match: string, count: number): Promise<void> {
  const before = type === REGISTER ? count : 0
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index + 1)
    let open = numbers.length
    const answered = new Promise<void>(resolve => {
      wire.oncount = came => {
        open -= came
        if (open === 0) resolve()
      }
    })
    const requests = numbers.map(number => [type, before + number, { match }, PATTERNS[match]?.(number)])
    wire.write(Buffer.concat(requests.map(request => frame(msgpack, request))))
    await answered
  }
}
