// Codec contests: decode and encode by our serializers, which check every byte, beside the bare libraries, which do not.

import { Packr } from 'msgpackr'
import type { Frame } from '../../src/protocol/frame.ts'
import type { Message } from '../../src/protocol/messages.ts'
import { Payload } from '../../src/protocol/payload.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { encodeRaw, type Raw } from '../raw-codec.ts'
import { type Bench, type Contest, type Entrant, OURS } from './section.ts'

const ARGS = ['x'.repeat(64)]
const MESSAGES: Readonly<Record<string, Raw>> = {
  CALL: [48, 7_814_135, {}, 'com.example.orders.create', ARGS],
  EVENT: [36, 5_512_315_355, 4_429_313_566, {}, ARGS],
  RESULT: [50, 7_814_135, {}, ARGS],
}
/** Messages between two looks at the time. */
const AT_ONCE = 100

const packr = new Packr({ useRecords: false, variableMapSize: true })
const BARE = [
  { serializer: msgpack, library: 'msgpackr', trip: (frame: Frame) => packr.pack(packr.unpack(frame as Uint8Array)) },
  { serializer: json, library: 'JSON', trip: (frame: Frame) => JSON.stringify(JSON.parse(frame as string)) },
]

export function contests({ ms }: Bench): Contest[] {
  return BARE.flatMap(({ serializer, library, trip }) =>
    Object.entries(MESSAGES).map(([type, message]) => {
      const frame = encodeRaw(serializer.id, message)
      const what = `decode and encode ${type}, ${serializer.id}`
      return {
        figures: [{ what, unit: '/s of processor' }],
        subjects: {
          [OURS]: async () => repeated(() => serializer.encode(serializer.decode(frame)), ms),
          'ours, payload read': async () => repeated(() => serializer.encode(read(serializer.decode(frame))), ms),
          [`bare ${library}`]: async () => repeated(() => trip(frame), ms),
        },
      }
    }),
  )
}

/** What a client does, and no router: the payload is made anew. */
function read(message: Message): Message {
  const payload = message.at(-1) as Payload
  return [...message.slice(0, -1), Payload.of(payload.args)] as unknown as Message
}

/** A second of the processor, which nobody else has had. */
function repeated(trip: () => unknown, ms: number): Entrant {
  const measure = async () => {
    const end = performance.now() + ms
    const before = process.cpuUsage()
    let count = 0
    for (; performance.now() < end; count += AT_ONCE) {
      for (let turn = 0; turn < AT_ONCE; turn++) trip()
    }
    const { user, system } = process.cpuUsage(before)
    return [(1_000_000 * count) / (user + system)]
  }
  return { measure }
}
