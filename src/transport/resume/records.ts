// Records: what the two ends of a resumable link say to each other over a path. Each is one frame of the path, bytes;
// `n` is a number as in the framing, 7 bits to a byte, lowest first.
//
//   0x01 n-number n-upto bytes         a WAMP frame, the sender's `number`th; it has all of ours up to `upto`
//   0x02 n-upto                        the same without a frame
//   0x03 n-upto n-count n-gap…         resume: the sender has all of ours up to `upto` and `count` of those behind, each told
//                                      by its distance from the one before; whoever hears it sends the others by this path
//   0x04 bytes                         bye, with a reason in UTF-8: the link is closed for good
//   0x05 bytes                         sleep, with a reason: the sender goes away and may come back by another path

import { sizeOfNumber } from '../framing.ts'

export const record = { frame: 0x01, received: 0x02, resume: 0x03, bye: 0x04, sleep: 0x05 } as const

/** Which of the other side's frames have come: all up to `upto`, and those of `beyond`, in rising order. */
export interface Have {
  readonly upto: number
  readonly beyond: readonly number[]
}

/** A record of that kind, with these numbers and then these bytes. */
export function writeRecord(kind: number, numbers: readonly number[], bytes?: Uint8Array): Uint8Array {
  const header = numbers.reduce((size, number) => size + sizeOfNumber(number), 1)
  const written = new Uint8Array(header + (bytes?.length ?? 0))
  written[0] = kind
  let at = 1
  for (const number of numbers) {
    let rest = number
    for (; rest >= 128; rest = Math.floor(rest / 128)) written[at++] = (rest % 128) | 0x80
    written[at++] = rest
  }
  if (bytes) written.set(bytes, header)
  return written
}

export function writeResume({ upto, beyond }: Have): Uint8Array {
  let last = upto
  const gaps = beyond.map(number => {
    const gap = number - last
    last = number
    return gap
  })
  return writeRecord(record.resume, [upto, gaps.length, ...gaps])
}

export function writeReason(kind: typeof record.bye | typeof record.sleep, reason: string): Uint8Array {
  return writeRecord(kind, [], new TextEncoder().encode(reason.slice(0, 1000)))
}
