// Comparisons that take the same time wherever their operands differ, so that no secret can be guessed piece by piece.

import { sha256 } from '@noble/hashes/sha2.js'

/** Whether two byte strings are equal; how long each is, is no secret. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let different = 0
  for (let index = 0; index < one.length; index++) different |= (one[index] ?? 0) ^ (other[index] ?? 0)
  return different === 0
}

/** Whether two texts are equal; their hashes are compared, so that not even their lengths show. */
export function sameText(one: string, other: string): boolean {
  const utf8 = new TextEncoder()
  return sameBytes(sha256(utf8.encode(one)), sha256(utf8.encode(other)))
}
