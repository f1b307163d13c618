// What links read from the other side, as targets: framing, a whole fragment link, a plain client's pieces.

import type { Frame } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { Assembler } from '../../src/transport/assembler.ts'
import { FragmentLink } from '../../src/transport/fragment.ts'
import { BrokenFraming } from '../../src/transport/framing.ts'
import { PlainRelayLink } from '../../src/transport/plain-relay.ts'
import { hex } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { TestChannel } from '../transport/channel-pair.ts'
import { ManualTimers } from '../transport/counting.ts'
import { joinSequence, splitSequence } from './sequence.ts'
import { Broken, type Target, unless } from './target.ts'

const TOKENS = [
  ...['7701', '7702', '10', '11', '12', '13', '14', '15', '00', '01', '1000', '110000', '120000', '1501ff'],
  ...[
    'ffffffffffffff0f',
    'ffffffffffffff1f',
    '808080808080808080',
    '8080808000',
    '11008080800800',
    '1180808008ffff0301aa',
  ],
].map(hex)

/** Everything that a fragment link says when `frames` are sent on it in lanes of their own, and it is closed. */
function spoken(frames: readonly Uint8Array[]): Uint8Array[] {
  const channel = new TestChannel(true)
  const timers = new ManualTimers()
  const link = new FragmentLink(channel, msgpack, { heartbeat: { timers }, highMark: Number.POSITIVE_INFINITY })
  channel.link = link
  link.start({ frame: () => {}, closed: () => {} })
  for (const [index, frame] of frames.entries()) link.send(frame, index % 3)
  link.close('bye')
  const sent = channel.sent.slice()
  link.ended('over')
  return sent
}

const frame = (length: number) => Uint8Array.from({ length }, (_, index) => index)
const CORPUS: readonly Uint8Array[] = [
  joinSequence(spoken([frame(0), frame(1), frame(200), frame(3_000)])),
  joinSequence(spoken([frame(20_000), frame(5), frame(40_000), frame(60_000)])),
  joinSequence([hex('7701'), hex('1301'), hex('1402'), hex('1003010203 1003040506'), hex('11010501aa 120104bbccddee')]),
  // The open draft's dialect.
  joinSequence([hex('00aabb'), hex('00cc'), hex('01dd'), hex('01'), hex('01ee')]),
]

function assemble(bytes: Uint8Array): boolean {
  let taken = 0
  const frame = (one: Uint8Array) => {
    taken += one.length
  }
  const assembler = new Assembler({ frame, piece: () => {}, ping: () => {}, pong: () => {}, bye: () => {} })
  const accepted = unless(BrokenFraming, () => {
    for (const message of splitSequence(bytes)) assembler.receive(message)
    return true
  })
  if (taken > bytes.length) throw new Broken(`${bytes.length} bytes became frames of ${taken}`)
  return accepted === true
}

/** A link that gets the bytes, is read, answers, lives through its timers, and ends with its channel. */
async function link(bytes: Uint8Array): Promise<boolean> {
  const channel = new TestChannel(true)
  const timers = new ManualTimers()
  const reasons: string[] = []
  const one = new FragmentLink(channel, msgpack, { heartbeat: { timers }, listens: (bytes[0] ?? 0) % 2 === 0 })
  channel.link = one
  for (const message of splitSequence(bytes)) {
    if (channel.closedWith !== undefined) break
    one.receive(message)
  }
  one.start({ frame: () => one.send(Uint8Array.of(1)), closed: reason => reasons.push(reason) })
  await settled()
  const accepted = reasons.length === 0
  await timers.pass(15_000)
  channel.die('The network failed.')
  await settled()
  if (reasons.length !== 1) throw new Broken(`closed was said ${reasons.length} times`)
  if (timers.running > 0) throw new Broken(`${timers.running} timers were left behind`)
  return accepted
}

/** The first byte of each message says whether it is text, and the last of its message. */
async function pieces(bytes: Uint8Array): Promise<boolean> {
  const reasons: string[] = []
  const wire = { bufferedAmount: 0, send: () => {}, close: () => {} }
  const one = new PlainRelayLink(wire, msgpack)
  let taken = 0
  const frame = (whole: Frame) => {
    taken += whole.length
  }
  one.start({ frame, closed: reason => reasons.push(reason) })
  for (const [flags = 0, ...payload] of splitSequence(bytes)) {
    one.receive({ payload: Uint8Array.from(payload), fin: (flags & 1) === 0, text: (flags & 0x80) !== 0 })
  }
  await settled()
  const accepted = reasons.length === 0
  one.ended('over')
  await settled()
  if (reasons.length !== 1) throw new Broken(`closed was said ${reasons.length} times`)
  if (taken > bytes.length) throw new Broken(`${bytes.length} bytes became frames of ${taken}`)
  return accepted
}

export const transportTargets = (): Target[] => [
  { name: 'framing', corpus: CORPUS, tokens: TOKENS, sequence: true, run: assemble },
  { name: 'fragment link', corpus: CORPUS, tokens: TOKENS, sequence: true, run: link },
  { name: 'plain relay', corpus: CORPUS, tokens: TOKENS, sequence: true, run: pieces },
]
