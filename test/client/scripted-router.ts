// A router that says what its test tells it to, however wrong: what a client's links lead to.

import type { Link } from '../../src/protocol/link.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { Peer, settled } from '../trace.ts'

export const WELCOME_DETAILS = { roles: { broker: { features: {} }, dealer: { features: {} } } }

export class ScriptedRouter {
  readonly #serializer: Serializer
  readonly #dialed: Peer[] = []
  /** Set to let the next dials fail. */
  unreachable: Error | undefined
  /** How many times a client dialed. */
  dials = 0

  constructor(serializer: Serializer = json) {
    this.#serializer = serializer
  }

  /** What a session is given to open links with. */
  readonly dial = async (): Promise<Link> => {
    this.dials++
    if (this.unreachable) throw this.unreachable
    const [client, router] = memoryPair(this.#serializer)
    this.#dialed.push(new Peer(router))
    return client
  }

  /** The router's end of the next link that was dialed, with nothing said yet. */
  async next(): Promise<Peer> {
    await settled()
    const peer = this.#dialed.shift()
    if (peer === undefined) throw new Error('nobody dialed')
    return peer
  }

  /** The router's end of the next link, its session welcomed. */
  async welcomes(id = 7): Promise<Peer> {
    const peer = await this.next()
    const [hello] = await peer.got()
    if (hello?.[0] !== 1) throw new Error(`not HELLO: ${JSON.stringify(hello)}`)
    peer.sends([2, id, WELCOME_DETAILS])
    await settled()
    return peer
  }
}
