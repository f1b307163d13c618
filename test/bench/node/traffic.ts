// Traffic: joins, and calls and events by each serializer, small and larger.

import { json } from '../../../src/protocol/serializer/json.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import type { Bench, Contest, Entrant } from '../section.ts'
import { Calls } from './calls.ts'
import { FanOut, MODERATE } from './fan-out.ts'
import { joinRate } from './joins.ts'
import { newStage, type Stage } from './participant.ts'
import type { Servers } from './servers.ts'

const PAYLOADS = { '64 B': 'x'.repeat(64), '1 KiB': 'x'.repeat(1_024) }

export function traffic(bench: Bench, servers: Servers): Contest[] {
  return [msgpack, json].flatMap(serializer =>
    Object.entries(PAYLOADS).flatMap(([size, payload]) => {
      const name = (what: string) => `${what}, ${serializer.id} ${size}`
      return contests(bench, payload).map(({ figures, open }) => ({
        figures: figures.map(({ what, unit }) => ({ what: name(what), unit })),
        subjects: stages(servers, serializer, open),
      }))
    }),
  )
}

export function joins({ ms }: Bench, servers: Servers): Contest {
  const open = async (stage: Stage) => ({ measure: () => joinRate(stage, ms) })
  return { figures: [{ what: 'joins', unit: '/s' }], subjects: stages(servers, msgpack, open) }
}

interface TrafficContest {
  readonly figures: Contest['figures']
  readonly open: (stage: Stage) => Promise<Entrant>
}

function contests({ ms }: Bench, payload: string): TrafficContest[] {
  const fanOut = (receivers: number, measure: (fanOut: FanOut) => Promise<readonly number[]>) => async (stage: Stage) =>
    entrant(await FanOut.open(stage, payload, receivers), measure)
  const calls = (measure: (calls: Calls) => Promise<readonly number[]>) => async (stage: Stage) =>
    entrant(await Calls.open(stage, payload), measure)
  return [
    { figures: times('call, one at a time, p50', 'call, one at a time, p99'), open: calls(rig => rig.latency(ms)) },
    { figures: rates('calls, 64 in flight', 'calls'), open: calls(rig => rig.rate(64, ms)) },
    { figures: rates('publish 1→1', 'deliveries'), open: fanOut(1, rig => rig.rate(ms)) },
    ...[10, 100, 500].flatMap(receivers => [
      { figures: rates(`fan-out 1→${receivers}`, 'deliveries'), open: fanOut(receivers, rig => rig.rate(ms)) },
      {
        // Longer than others, for events are few at this rate.
        figures: times(...['p50', 'p99'].map(p => `fan-out 1→${receivers} at ${MODERATE} deliveries/s, ${p}`)),
        open: fanOut(receivers, rig => rig.latency(2 * ms)),
      },
    ]),
  ]
}

function entrant<Rig extends { close(): void }>(rig: Rig, measure: (rig: Rig) => Promise<readonly number[]>): Entrant {
  return { measure: () => measure(rig), close: () => rig.close() }
}

/** What a contest of rates tells: how many a second, and what each costs the server. */
function rates(what: string, of: string): Contest['figures'] {
  return [
    { what, unit: `${of}/s` },
    { what: `${what}, server`, unit: 'µs each' },
  ]
}

const times = (...names: string[]): Contest['figures'] => names.map(what => ({ what, unit: 'µs' }))

function stages(servers: Servers, serializer: Serializer, open: TrafficContest['open']): Contest['subjects'] {
  return Object.fromEntries(
    servers.names.map(name => [name, async () => open(newStage(await servers.get(name), serializer))]),
  )
}
