// The tunnel between a guest and a host as a target: the server between them alters, drops, repeats and invents records.

import { hex } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { guestOf, hostOf, makeRoom, noble, type Side, text, web } from '../transport/tunnel-ends.ts'
import { Broken, type Target } from './target.ts'

const room = await makeRoom(web)
/** Milliseconds after which a handshake of which a record was dropped is left alone. */
const PATIENCE = 40
const RECORDS = ['one', 'two', '', 'three'.repeat(100)]

/**
 * The bytes are a script: for each record on its way, in either direction, one step of three bytes: what to do, where,
 * and with which byte. So the same bytes do the same whatever the keys are.
 */
async function run(bytes: Uint8Array): Promise<boolean> {
  const guest = guestOf(room, { crypto: (bytes[0] ?? 0) < 0xf0 ? web : noble })
  const host = hostOf(room)
  let at = 0
  const meddle = (record: Uint8Array): Uint8Array[] => {
    const [what = 0, where = 0, byte = 0] = bytes.subarray(at, at + 3)
    at += 3
    return altered(record, { what, where: where / 256, byte })
  }
  for (const [from, to] of [
    [guest, host],
    [host, guest],
  ] as const) {
    from.end.forward = record => {
      for (const one of meddle(record)) queueMicrotask(() => to.tunnel.receive(one))
    }
    for (const record of from.end.wire) from.end.forward(record)
    for (const record of RECORDS) from.tunnel.send(text(record))
  }
  const opened = await finished(guest, host)
  for (const side of [guest, host]) checkPrefix(side)
  guest.tunnel.close()
  host.tunnel.close()
  await Promise.all([guest.end.closed(), host.end.closed()])
  await settled()
  for (const { end } of [guest, host]) {
    if (end.reasons.length !== 1) throw new Broken(`closed was said ${end.reasons.length} times`)
  }
  return opened
}

interface Step {
  readonly what: number
  readonly where: number
  readonly byte: number
}

function altered(record: Uint8Array, { what, where, byte }: Step): Uint8Array[] {
  const at = Math.floor(where * record.length)
  const kind = what % 32
  if (kind === 1) return [record.with(Math.min(at, record.length - 1), byte)]
  if (kind === 2) return [record.slice(0, at)]
  if (kind === 3) return [Uint8Array.from([...record.slice(0, at), byte, ...record.slice(at)])]
  if (kind === 4) return []
  if (kind === 5) return [record, record]
  if (kind === 6) return [Uint8Array.of(byte), record]
  if (kind === 7) return [record, Uint8Array.from([byte, ...record])]
  if (kind === 8) return [new Uint8Array(byte * 300).fill(what)]
  return [record]
}

/** Whether both ends got everything; no, once one of them ended or nothing moves any more. */
async function finished(...sides: Side[]): Promise<boolean> {
  const all = () => sides.every(({ end }) => end.got.length === RECORDS.length)
  for (let turn = 0; turn < PATIENCE && !all(); turn++) {
    if (sides.some(({ end }) => end.reasons.length > 0)) return false
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  return all()
}

/** Whatever the server did: what arrived is what was sent, in order, with nothing left out before it. */
function checkPrefix({ end }: Side): void {
  const expected = RECORDS.slice(0, end.texts.length)
  if (end.texts.some((got, index) => got !== expected[index])) throw new Broken('a record came that was not sent so')
}

const honest = new Uint8Array(60)
export const tunnelTargets = (): Target[] => [
  {
    name: 'tunnel',
    corpus: [honest, honest.with(0, 1), honest.with(6, 4), honest.with(9, 5)],
    tokens: [hex('01'), hex('05')],
    run,
  },
]
