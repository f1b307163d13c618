// Serializers: `autobahn.serializer`, names for what goes over the wire; JSON takes its replacer and reviver.

/** A function as of `JSON.stringify` and `JSON.parse`. */
type Replacer = (this: unknown, key: string, value: unknown) => unknown

export class JSONSerializer {
  readonly SERIALIZER_ID = 'json'
  readonly BINARY = false
  readonly replacer: Replacer | undefined
  readonly reviver: Replacer | undefined

  /** For what applications send, and what they receive. */
  constructor(replacer?: Replacer, reviver?: Replacer) {
    this.replacer = replacer
    this.reviver = reviver
  }

  serialize(value: unknown): string {
    return JSON.stringify(value, this.replacer)
  }

  unserialize(text: string): unknown {
    return JSON.parse(text, this.reviver)
  }
}

export class MsgpackSerializer {
  readonly SERIALIZER_ID = 'msgpack'
  readonly BINARY = true
}

export class CBORSerializer {
  readonly SERIALIZER_ID = 'cbor'
  readonly BINARY = true
}
