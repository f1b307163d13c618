// Records: what the two ends of a resumable link say to each other over a path. Each is one frame of the path, bytes;
// `n` is a number as in the framing, 7 bits to a byte, lowest first.
//
//   0x01 n-number n-upto bytes         a WAMP frame, the sender's `number`th; it has all of ours up to `upto`
//   0x02 have                          which of our frames the sender has
//   0x03 have                          resume, once by each path: whoever hears it sends by this path what the sender lacks
//   0x04 bytes                         bye, with a reason in UTF-8: the link is closed for good
//   0x05 bytes                         sleep, with a reason: the sender goes away and may come back by another path
//
// `have` is n-upto n-count, then n-gap n-length for each of `count` runs: all up to `upto`, then `gap` frames are missing and
// `length` are there, and so on.

import { Writer } from '../../protocol/serializer/writer.ts'
import { BrokenFraming, type MessageReader } from '../framing.ts'

export const record = { frame: 0x01, received: 0x02, resume: 0x03, bye: 0x04, sleep: 0x05 } as const

/** Which of the other side's frames have come: all up to `upto`, and those of the runs behind it, in rising order. */
export interface Have {
  readonly upto: number
  readonly beyond: readonly Run[]
}

/** The frames from `first` to `last`. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Runs behind frames that are missing: results under way together are fewer than that. */
export const MOST_RUNS = 20_000
/** Characters of a reason. */
const LONGEST_REASON = 1_000

const writer = new Writer()

/** A record of that kind, with these numbers and then these bytes. */
export function writeRecord(kind: number, numbers: readonly number[], bytes?: Uint8Array): Uint8Array {
  writer.begin()
  writer.byte(kind)
  for (const number of numbers) {
    let rest = number
    for (; rest >= 128; rest = Math.floor(rest / 128)) writer.byte((rest % 128) | 0x80)
    writer.byte(rest)
  }
  if (bytes) writer.append(bytes)
  return writer.take()
}

export function writeHave(kind: typeof record.received | typeof record.resume, { upto, beyond }: Have): Uint8Array {
  let end = upto
  const runs = beyond.flatMap(({ first, last }) => {
    const gap = first - end - 1
    end = last
    return [gap, last - first + 1]
  })
  return writeRecord(kind, [upto, beyond.length, ...runs])
}

/** @throws {BrokenFraming} where that makes no sense. */
export function readHave(reader: MessageReader): Have {
  const upto = reader.number()
  const count = reader.number()
  if (count > MOST_RUNS) throw new BrokenFraming('The other side says that it lacks too many frames.')
  const beyond: Run[] = []
  for (let end = upto; beyond.length < count; ) {
    const gap = reader.number()
    const length = reader.number()
    if (gap === 0 || length === 0) throw new BrokenFraming('The other side tells of frames in an unknown way.')
    beyond.push({ first: end + gap + 1, last: end + gap + length })
    end += gap + length
  }
  return { upto, beyond }
}

export function writeReason(kind: typeof record.bye | typeof record.sleep, reason: string): Uint8Array {
  return writeRecord(kind, [], new TextEncoder().encode(reason.slice(0, LONGEST_REASON)))
}

export function readReason(reader: MessageReader): string {
  return new TextDecoder().decode(reader.rest()).slice(0, LONGEST_REASON)
}
