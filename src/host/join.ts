// Join: a guest's way into a room, by data channel where one opens in time, else by relay.

import type { Link } from '../protocol/link.ts'
import { loadCrypto } from '../transport/crypto/load.ts'
import { type DataChannel, offerDataChannel } from '../transport/data-channel.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import { relayLink } from '../transport/relay.ts'
import { GuestTunnel, type GuestTunnelReceiver, type GuestTunnelSetup } from './guest-tunnel.ts'
import {
  type GuestClient,
  type GuestControl,
  type HostAnswer,
  type Plaintext,
  writeIntroduction,
  writePiece,
} from './introduction.ts'
import type { Invite } from './invite.ts'
import { type GuestTransport, PROBE_TIME } from './mesh-guest.ts'
import { Persistence } from './persistence.ts'
import { SERIALIZERS, serializerOf } from './serializers.ts'
import { watchedLink } from './watched-link.ts'

/** Milliseconds that the data channel may take before the relay takes the session. */
const HEAD_START = 1_500

export const OUR_CLIENT: GuestClient = { serializers: SERIALIZERS, goodbyeIsFinal: false }

export interface JoinOptions {
  /** Gives up when aborted; a link that is open already is not touched by it. */
  readonly signal?: AbortSignal
  /** Told when nobody hosts the room; the guest is then waiting for a host. */
  readonly onwaiting?: () => void
  /** Whose link it is to be. Default: our own client's. */
  readonly client?: GuestClient
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: WebSocketConstructor
}

/** A way into a room. */
export interface Joined {
  readonly link: Link
  readonly transport: GuestTransport
  /** Lets go of what a closed link still holds to be polite; there where something is held. */
  abandon?(): void
}

/**
 * Opens a link to the room of an invite, and waits for its host if need be.
 * Rejects with a sentence where the signaling server cannot be reached; with a `WampError`
 * `wamp.error.not_authorized` where the invite is not accepted, or the answer is not the host's.
 */
export async function join(invite: Invite, options: JoinOptions = {}): Promise<Joined> {
  const crypto = await loadCrypto()
  options.signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const { client = OUR_CLIENT, WebSocket } = options
    const setup = { crypto, invite, client, WebSocket }
    const joining = new Joining(setup, { resolve, reject, onwaiting: () => options.onwaiting?.() })
    options.signal?.addEventListener('abort', () => joining.giveUp(options.signal?.reason), { once: true })
  })
}

interface Outcome {
  resolve(joined: Joined): void
  reject(error: unknown): void
  onwaiting(): void
}

class Joining implements GuestTunnelReceiver {
  readonly #setup: GuestTunnelSetup
  readonly #outcome: Outcome
  readonly #tunnel: GuestTunnel
  #answer: HostAnswer | undefined
  #channel: DataChannel | undefined
  #relay: FragmentLink | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Watches over a data channel once it is open. */
  #deathWire: DeathWire | undefined

  constructor(setup: GuestTunnelSetup, outcome: Outcome) {
    this.#setup = setup
    this.#outcome = outcome
    this.#tunnel = new GuestTunnel(setup, this)
  }

  giveUp(reason: unknown): void {
    if (this.#relay || this.#deathWire) return
    this.#abandonChannel('the guest gave up')
    this.#tunnel.close('the guest gave up')
    this.#outcome.reject(reason)
  }

  waiting(): void {
    if (!this.#deathWire) this.#outcome.onwaiting()
  }

  opened(answer: HostAnswer): void {
    this.#answer = answer
    if (this.#deathWire) return this.#deathWire.opened()
    const serializer = serializerOf(answer.protocol, this.#setup.client.serializers)
    if (!serializer) throw new Error(`the host chose ${answer.protocol}, which was not on offer`)
    if (typeof RTCPeerConnection !== 'function') return this.#takeRelay()
    const channel = offerDataChannel(serializer, {
      iceServers: answer.iceServers,
      signal: data => this.#tell({ type: 'signal', data }),
    })
    this.#channel = channel
    this.#timer = setTimeout(() => this.#takeRelay(), HEAD_START)
    channel.link.then(
      link => channel === this.#channel && this.#takeChannel(link),
      () => channel === this.#channel && this.#takeRelay(),
    )
  }

  content(content: Plaintext): void {
    if ('piece' in content) this.#relay?.receive(content.piece)
    else if (content.control.type === 'signal') this.#channel?.signal(content.control.data)
  }

  drained(): void {
    this.#relay?.drained()
  }

  gone(): void {
    if (this.#deathWire) return this.#deathWire.gone()
    this.#abandonChannel('the host is gone')
    if (!this.#relay) return this.#outcome.onwaiting()
    this.#relay.ended('The host is gone.')
    this.#tunnel.close('the host is gone')
  }

  closed(error: Error): void {
    if (this.#deathWire) return this.#deathWire.closed()
    this.#abandonChannel(error.message)
    this.#relay?.ended(error.message)
    this.#outcome.reject(error)
  }

  #tell(control: GuestControl): void {
    this.#tunnel.send(writeIntroduction(control))
  }

  #takeChannel(link: FragmentLink): void {
    clearTimeout(this.#timer)
    const deathWire = new DeathWire(this.#setup, { link, tunnel: this.#tunnel, name: this.#answer?.link ?? '' })
    this.#deathWire = deathWire
    const watched = watchedLink(link, reason => deathWire.close(reason))
    this.#outcome.resolve({ link: watched, transport: 'data-channel', abandon: () => this.#channel?.abandon() })
  }

  #takeRelay(): void {
    this.#abandonChannel('the relay took the session')
    const serializer = serializerOf(this.#answer?.protocol ?? '', this.#setup.client.serializers)
    if (!serializer) return
    const tunnel = this.#tunnel
    this.#tell({ type: 'relay' })
    this.#relay = relayLink(
      {
        send: piece => tunnel.send(writePiece(piece)),
        get bufferedAmount() {
          return tunnel.bufferedAmount
        },
        close: reason => tunnel.close(reason),
      },
      serializer,
    )
    this.#outcome.resolve({ link: this.#relay, transport: 'relay' })
  }

  #abandonChannel(reason: string): void {
    clearTimeout(this.#timer)
    const channel = this.#channel
    this.#channel = undefined
    channel?.close(reason)
  }
}

interface Watch {
  readonly link: FragmentLink
  readonly tunnel: GuestTunnel
  /** What the host calls the link. */
  readonly name: string
}

/**
 * The signaling socket of a guest that has a data channel: it tells at once when the host is gone, which the channel
 * itself tells late or never. Cut, it is made anew; and whether the host is there still, the channel is asked.
 */
class DeathWire implements GuestTunnelReceiver {
  readonly #setup: GuestTunnelSetup
  readonly #watch: Watch
  readonly #persistence = new Persistence(() => this.#open())
  #tunnel: GuestTunnel | undefined
  #over = false

  constructor(setup: GuestTunnelSetup, watch: Watch) {
    this.#setup = setup
    this.#watch = watch
    this.#tunnel = watch.tunnel
  }

  /** A host is there again: it is told which link this wire belongs to. */
  opened(): void {
    this.#persistence.reset()
    this.#tunnel?.send(writeIntroduction({ type: 'watch', link: this.#watch.name }))
  }

  gone(): void {
    void this.#probe()
  }

  closed(): void {
    this.#tunnel = undefined
    if (this.#over) return
    void this.#probe()
    this.#persistence.schedule()
  }

  waiting(): void {}
  content(): void {}
  drained(): void {}

  /** The link has ended: the wire ends with it. */
  close(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#persistence.cancel()
    this.#tunnel?.close(reason)
  }

  async #probe(): Promise<void> {
    const { link } = this.#watch
    if (!(await link.probe(PROBE_TIME))) link.close('The host is gone.')
  }

  #open(): void {
    if (!this.#over) this.#tunnel = new GuestTunnel(this.#setup, this)
  }
}
