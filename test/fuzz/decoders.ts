// The decoders as targets: each frame is one message or a ProtocolViolation, and what was read can be written again.

import { ProtocolViolation, WampError } from '../../src/protocol/errors.ts'
import type { Message } from '../../src/protocol/messages.ts'
import { Payload } from '../../src/protocol/payload.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { decodeRaw, SERIALIZERS } from '../raw-codec.ts'
import { frameOf, frames, TOKENS } from './corpus.ts'
import { checkPlain, checkSame } from './same.ts'
import { Broken, type Target, unless } from './target.ts'

export const decoderTargets = (): Target[] =>
  SERIALIZERS.map(serializer => ({
    name: serializer.id,
    corpus: frames(serializer),
    tokens: TOKENS[serializer.id],
    run: bytes => run(serializer, bytes),
  }))

function run(serializer: Serializer, bytes: Uint8Array): boolean {
  const frame = frameOf(serializer, bytes)
  const message = unless(ProtocolViolation, () => serializer.decode(frame))
  if (message === undefined) return false
  const elements = plain(message)
  for (const element of elements) checkPlain(element)
  checkAgain(serializer, message, elements)
  // As a router does that passes a payload on in another form.
  const rebuilt = message.map(part => (part instanceof Payload ? new Payload(part.trailing) : part)) as Message
  for (const other of SERIALIZERS) checkAgain(other, rebuilt, other === serializer ? elements : undefined)
  return true
}

/** Head, Arguments and ArgumentsKw. */
const plain = (message: Message): unknown[] =>
  message.flatMap(part => (part instanceof Payload ? [...part.trailing] : [part]))

/** What is written is readable by us and by strangers, and says the same where it says so in the same form. */
function checkAgain(serializer: Serializer, message: Message, expected: unknown[] | undefined): void {
  // A value that has no form for its receiver is refused, which the router counts and tells of.
  const frame = unless(WampError, () => serializer.encode(message))
  if (frame === undefined) return
  const again = unless(ProtocolViolation, () => serializer.decode(frame))
  if (again === undefined) throw new Broken(`our own ${serializer.id} decoder refuses what we wrote`)
  if (expected) checkSame(expected, plain(again), serializer.id)
  const read = decodeRaw(serializer.id, frame)
  if (read.length !== plain(again).length) throw new Broken(`a stranger reads another ${serializer.id} message`)
}
