// Sequences of messages as one run of bytes: each behind its length in two bytes, so that they can be mutated as bytes.

/** Bytes of the longest message in a sequence. */
const LONGEST = 0xffff

export function joinSequence(messages: readonly Uint8Array[]): Uint8Array {
  const parts = messages.map(message => message.subarray(0, LONGEST))
  const bytes = new Uint8Array(parts.reduce((length, part) => length + 2 + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set([part.length >> 8, part.length & 0xff], at)
    bytes.set(part, at + 2)
    at += 2 + part.length
  }
  return bytes
}

/** The messages in `bytes`, whatever bytes they are: the last one may be shorter than its length says. */
export function splitSequence(bytes: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = []
  for (let at = 0; at + 1 < bytes.length; ) {
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
    messages.push(bytes.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  return messages
}
