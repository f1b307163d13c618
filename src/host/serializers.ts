// The serializers of hosts and guests, the best first.

import { json } from '../protocol/serializer/json.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'

/** What our own clients offer. */
export const SERIALIZERS: readonly Serializer[] = [msgpack, json]

/** What a host takes, and other people's libraries may speak; CBOR is downloaded only where it may be needed. */
export async function allSerializers(): Promise<readonly Serializer[]> {
  const { cbor } = await import('../protocol/serializer/cbor.ts')
  return [msgpack, cbor, json]
}

/** The serializer of a subprotocol, if there is one. */
export function serializerOf(protocol: string, among = SERIALIZERS): Serializer | undefined {
  return among.find(serializer => serializer.protocol === protocol)
}
