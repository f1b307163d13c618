// Mutations: what becomes of bytes on the way from an honest sender to a hostile one.

import type { Random } from './random.ts'
import { joinSequence, splitSequence } from './sequence.ts'

/** What mutations are made of. */
export interface Material {
  readonly corpus: readonly Uint8Array[]
  /** Bytes that mean something in the format: heads with lengths, openings of lists, keys, numbers at their limits. */
  readonly tokens: readonly Uint8Array[]
  /** Whether the bytes are a sequence of messages, as `sequence.ts` writes one. */
  readonly sequence?: boolean
}

type Mutation = (bytes: Uint8Array, random: Random, material: Material) => Uint8Array

/** Bytes of the longest mutant, but for what is repeated to nest deeply. */
const LONGEST = 64 * 1024
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff]
const REPEATS = [2, 10, 65, 932, 5_000]
/** Rare, for they take long. */
const DEEPEST = 100_000

const cut = (bytes: Uint8Array, from: number, to: number, ...between: Uint8Array[]) =>
  join(bytes.subarray(0, from), ...between, bytes.subarray(to))

const range = (bytes: Uint8Array, random: Random): [number, number] => {
  const from = random.below(bytes.length + 1)
  return [from, Math.min(bytes.length, from + random.below(random.chance(0.8) ? 9 : bytes.length + 1))]
}

const MUTATIONS: readonly Mutation[] = [
  function flipsABit(bytes, random) {
    return set(bytes, random, byte => byte ^ (1 << random.below(8)))
  },
  function setsAByte(bytes, random) {
    return set(bytes, random, () => random.below(256))
  },
  function setsAByteToAnEdge(bytes, random) {
    return set(bytes, random, () => random.pick(EDGES))
  },
  function addsToAByte(bytes, random) {
    return set(bytes, random, byte => byte + random.pick([-16, -2, -1, 1, 2, 16]))
  },
  function insertsBytes(bytes, random) {
    const at = random.below(bytes.length + 1)
    return cut(
      bytes,
      at,
      at,
      Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256)),
    )
  },
  function deletes(bytes, random) {
    return cut(bytes, ...range(bytes, random))
  },
  function duplicates(bytes, random) {
    const [from, to] = range(bytes, random)
    return cut(bytes, to, to, bytes.subarray(from, to))
  },
  function moves(bytes, random) {
    const [from, to] = range(bytes, random)
    const rest = cut(bytes, from, to)
    const at = random.below(rest.length + 1)
    return cut(rest, at, at, bytes.subarray(from, to))
  },
  function truncates(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1))
  },
  function splices(bytes, random, { corpus }) {
    const other = random.pick(corpus)
    return join(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)))
  },
  function graftsAPiece(bytes, random, { corpus }) {
    const other = random.pick(corpus)
    return cut(bytes, ...range(bytes, random), other.subarray(...range(other, random)))
  },
  function insertsAToken(bytes, random, { tokens }) {
    const at = random.below(bytes.length + 1)
    return cut(bytes, at, at, random.pick(tokens))
  },
  function writesATokenOver(bytes, random, { tokens }) {
    const at = random.below(bytes.length + 1)
    const token = random.pick(tokens)
    return cut(bytes, at, Math.min(bytes.length, at + token.length), token)
  },
  function nests(bytes, random, { tokens }) {
    const at = random.below(bytes.length + 1)
    const times = random.chance(0.005) ? DEEPEST : random.pick(REPEATS)
    return cut(bytes, at, at, repeat(random.pick(tokens), times))
  },
]

/** A mutant of some member of the corpus: a few mutations, one after the other. */
export function mutant(random: Random, material: Material): Uint8Array {
  let bytes = random.pick(material.corpus)
  do {
    bytes = mutate(bytes, random, material)
  } while (random.chance(0.5))
  return bytes.length > 2 * DEEPEST ? bytes.slice(0, LONGEST) : bytes
}

function mutate(bytes: Uint8Array, random: Random, material: Material): Uint8Array {
  if (!material.sequence || random.chance(0.2)) return random.pick(MUTATIONS)(bytes, random, material)
  const messages = splitSequence(bytes)
  const at = random.below(messages.length + 1)
  const others = splitSequence(random.pick(material.corpus))
  const kind = random.next()
  if (kind < 0.15) messages.splice(at, 1)
  else if (kind < 0.3) messages.splice(at, 0, random.pick([...messages, ...others, new Uint8Array(0)]))
  else if (kind < 0.4) messages.push(...messages.splice(random.below(messages.length + 1), 1))
  else if (messages[at]) messages[at] = mutateOne(messages[at], random, { ...material, corpus: others })
  return joinSequence(messages)
}

function mutateOne(bytes: Uint8Array, random: Random, { corpus, tokens }: Material): Uint8Array {
  const others = corpus.length > 0 ? corpus : [bytes]
  return random.pick(MUTATIONS)(bytes, random, { corpus: others, tokens })
}

function set(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  const at = random.below(bytes.length)
  const copy = bytes.slice()
  if (at < copy.length) copy[at] = change(copy[at] as number)
  return copy
}

function join(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function repeat(token: Uint8Array, times: number): Uint8Array {
  const count = Math.max(1, Math.min(times, Math.floor((2 * DEEPEST) / Math.max(1, token.length))))
  return join(...Array.from({ length: count }, () => token))
}
