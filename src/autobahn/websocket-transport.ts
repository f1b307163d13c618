// The transport `websocket`: a WebSocket, or where the URL is an invite the best way into its room.

import { dial } from '../host/dial.ts'
import { parseInvite } from '../host/invite.ts'
import type { Link } from '../protocol/link.ts'
import { assert } from './assert.ts'
import { JSONSerializer, MsgpackSerializer } from './serializer.ts'
import type { DialingTransport, TransportInfo, TransportOptions } from './transports.ts'
import { type NamedSerializer, serializersOf } from './wire-serializer.ts'

export class WebSocketTransportFactory {
  readonly type = 'websocket'
  readonly #url: string
  readonly #serializers: readonly NamedSerializer[]

  constructor({ url, serializers, protocols }: TransportOptions) {
    assert(url !== undefined, 'options.url missing')
    assert(typeof url === 'string', 'options.url must be a string')
    assert(!serializers || Array.isArray(serializers), 'options.serializers must be an array')
    assert(!protocols || Array.isArray(protocols), 'options.protocols must be an array')
    const named = serializers ?? [new JSONSerializer(), new MsgpackSerializer()]
    this.#url = url
    this.#serializers = protocols?.map(protocol => byProtocol(protocol, named)) ?? named
  }

  /** @throws {Error} a sentence, for what is neither a WAMP URL nor an invite, or where there is no WebSocket. */
  create(): DialingTransport {
    const url = this.#url
    const isInvite = !/^wss?:/i.test(url)
    if (isInvite) parseInvite(url)
    else if (!URL.canParse(url)) throw new Error(`"${url}" is not a URL`)
    if (typeof WebSocket !== 'function') {
      throw new Error('This platform has no WebSocket: set globalThis.WebSocket, to that of the package `ws`.')
    }
    const info: TransportInfo = { type: 'websocket', url, protocol: null }
    return { info, dial: signal => this.#dial(info, signal) }
  }

  async #dial(info: TransportInfo, signal: AbortSignal): Promise<Link> {
    const serializers = await serializersOf(this.#serializers)
    if (serializers.length === 0) throw new Error('None of the serializers on offer is known here.')
    const { link } = await dial(this.#url, { signal }, { serializers, goodbyeIsFinal: true })
    info.protocol = link.serializer.protocol
    return link
  }
}

/** The serializer on offer that a subprotocol names, or its bare name. */
function byProtocol(protocol: string, named: readonly NamedSerializer[]): NamedSerializer {
  const id = protocol.split('.')[2] ?? ''
  return named.find(({ SERIALIZER_ID }) => SERIALIZER_ID === id) ?? { SERIALIZER_ID: id }
}
