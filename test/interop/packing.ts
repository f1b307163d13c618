// Packing: arguments as one binary, as payload passthru mode has it [wamp:payload-passthru-mode].

import { Encoder, decode as fromCbor } from 'cbor-x'
import { unpack as fromMsgpack, pack as toMsgpack } from 'msgpackr'
import type { Dict, Payload, SerializerName } from './driver.ts'
import { plainPayload } from './plain.ts'

const cbor = new Encoder({ useRecords: false, variableMapSize: true })

/** What says so, in options and details. */
export function packedBy(ppt_serializer: SerializerName) {
  return { ppt_scheme: 'x_interop', ppt_serializer }
}

export function pack(payload: Payload | undefined, serializer: SerializerName): Uint8Array {
  const { args = [], kwargs = {} } = payload ?? {}
  return Uint8Array.from(serializer === 'cbor' ? cbor.encode({ args, kwargs }) : toMsgpack({ args, kwargs }))
}

/** The arguments of what came, unpacked where details say that it is packed. */
export function unpack(args: readonly unknown[], kwargs: Dict, details: Dict): Payload {
  const [bytes] = args
  if (details.ppt_scheme === undefined || !(bytes instanceof Uint8Array)) return plainPayload(args, kwargs)
  const packed: Partial<Payload> = details.ppt_serializer === 'cbor' ? fromCbor(bytes) : fromMsgpack(bytes)
  return plainPayload(packed.args, packed.kwargs)
}
