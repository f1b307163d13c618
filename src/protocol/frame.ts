// Frame: what goes over a link.

/** One serialized WAMP message: text for a text serializer (JSON), bytes for a binary one (MessagePack, CBOR). */
export type Frame = string | Uint8Array
