// Wire serializers: ours for the names that applications give.

import type { Message } from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { json } from '../protocol/serializer/json.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { JSONSerializer } from './serializer.ts'

type Replacer = JSONSerializer['replacer']

/** What stands in the option `serializers`. */
export interface NamedSerializer {
  readonly SERIALIZER_ID: string
  readonly replacer?: Replacer
  readonly reviver?: Replacer
}

/** Our serializer for each of `named`, in that order; one that we do not have is left out. CBOR is loaded only now. */
export async function serializersOf(named: readonly NamedSerializer[]): Promise<Serializer[]> {
  const found = named.map(async ({ SERIALIZER_ID, replacer, reviver }) => {
    if (SERIALIZER_ID === 'json') return replacer || reviver ? adapted(replacer, reviver) : json
    if (SERIALIZER_ID === 'msgpack') return msgpack
    if (SERIALIZER_ID === 'cbor') return (await import('../protocol/serializer/cbor.ts')).cbor
    return undefined
  })
  return (await Promise.all(found)).filter(serializer => serializer !== undefined)
}

/** JSON whose payloads go through an application's own functions. */
function adapted(replacer: Replacer, reviver: Replacer): Serializer {
  const replaced = ({ trailing }: Payload) => new Payload(JSON.parse(JSON.stringify(trailing, replacer)))
  const revived = ({ trailing }: Payload) => new Payload(JSON.parse(JSON.stringify(trailing), reviver))
  return {
    ...json,
    encode: message => json.encode(replacer ? withPayload(message, replaced) : message),
    decode: frame => {
      const message = json.decode(frame)
      return reviver ? withPayload(message, revived) : message
    },
  }
}

function withPayload(message: Message, change: (payload: Payload) => Payload): Message {
  return message.map((element: unknown) => (element instanceof Payload ? change(element) : element)) as Message
}
