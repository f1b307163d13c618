// Targets: what must be reached, and whether it was.

import { OURS, type Row } from './section.ts'

/** What a row must be: ours itself, or its ratio to another subject, or, of JSON, to ours in MessagePack. */
interface Target {
  readonly what: string
  readonly against?: string
  readonly atLeast?: number
  readonly atMost?: number
}

const MSGPACK = 'msgpack'

const TARGETS: readonly Target[] = [
  { what: 'fan-out 1→100, msgpack 64 B', against: 'raw framed', atLeast: 0.6 },
  { what: 'fan-out 1→500, msgpack 64 B', against: 'raw framed', atLeast: 0.6 },
  { what: 'publish 1→1, msgpack 64 B', against: 'raw framed', atLeast: 0.6 },
  { what: 'calls, 64 in flight, msgpack 64 B', against: 'raw framed', atLeast: 0.7 },
  { what: 'calls, 64 in flight, msgpack 64 B', against: 'raw ws', atLeast: 1.4 },
  ...['fan-out 1→100', 'fan-out 1→500', 'publish 1→1', 'calls, 64 in flight'].map(what => {
    return { what: `${what}, json 64 B`, against: MSGPACK, atLeast: 0.6 }
  }),
  { what: 'call, one at a time, p50, msgpack 64 B', against: 'raw ws', atMost: 1.3 },
  { what: 'publish beside 100000 exact subscriptions', against: 'with 10', atMost: 1.5 },
  { what: 'publish beside 100000 prefix subscriptions', against: 'with 10', atMost: 1.5 },
  { what: 'publish beside 100000 wildcard subscriptions', against: 'with 10', atMost: 1.5 },
  { what: 'idle session, beyond its socket', atMost: 4 },
  { what: 'data channel, 64 B events in a stream', against: 'raw channel', atLeast: 3 },
  { what: 'data channel, 1 MiB results', against: 'raw channel', atLeast: 0.85 },
  { what: 'MessagePort calls', against: 'raw port', atLeast: 0.6 },
  { what: '200 guests, share delivered', atLeast: 1 },
  { what: '200 guests, p99', atMost: 100 },
]

export interface Verdict extends Target {
  /** What it is; without it, it was not measured in this run. */
  readonly is?: number
  readonly reached?: boolean
}

export function judge(rows: readonly Row[]): readonly Verdict[] {
  return TARGETS.map(target => {
    const is = measured(target, rows)
    if (is === undefined) return target
    const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = target
    return { ...target, is, reached: is >= atLeast && is <= atMost }
  })
}

function measured({ what, against }: Target, rows: readonly Row[]): number | undefined {
  const row = (name: string) => rows.find(({ what }) => what === name)
  const ours = row(what)?.figures[OURS]?.median
  if (against === undefined || ours === undefined) return ours
  if (against !== MSGPACK) return row(what)?.ratios[against]?.median
  const other = row(what.replace('json', MSGPACK))?.figures[OURS]?.median
  return other && ours / other
}
