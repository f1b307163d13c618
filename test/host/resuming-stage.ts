// The stage of the tests of guests that come back: a real signaling server, a room in this process, and guests by relay
// over networks that fail when a test says so.

import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import { deferred } from '../../src/client/deferred.ts'
import { Session } from '../../src/client/session.ts'
import { type ConnectOptions, connect } from '../../src/entry/index.ts'
import { Guest, type GuestOwner } from '../../src/host/guest.ts'
import { GuestTunnel } from '../../src/host/guest-tunnel.ts'
import type { HostOptions } from '../../src/host/host-options.ts'
import { type IdentityStore, memoryStore } from '../../src/host/identity.ts'
import { type GuestClient, type GuestControl, type Plaintext, writeIntroduction } from '../../src/host/introduction.ts'
import { type Invite, parseInvite } from '../../src/host/invite.ts'
import { type Joined, join, OUR_CLIENT } from '../../src/host/join.ts'
import type { LocalRoom } from '../../src/host/local-room.ts'
import { hostInTab } from '../../src/host/tab.ts'
import type { Link } from '../../src/protocol/link.ts'
import { loadCrypto } from '../../src/transport/crypto/load.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { ShakyNetwork } from './shaky-network.ts'

// Its types only spell the events out one by one.
export const platform = WebSocket as unknown as WebSocketConstructor

/** A room, the session of its own page, and the network before the signaling server that the host goes by. */
export interface Hosting {
  readonly room: LocalRoom
  readonly session: Session
  readonly network: ShakyNetwork
  /** The invite, for guests of the network `by`. */
  inviteBy(by: ShakyNetwork): Invite
}

export class ResumingStage {
  readonly signaling: SignalingServer

  constructor(signaling: SignalingServer) {
    this.signaling = signaling
  }

  /** One for this test, with a server that asks its sockets for a sign of life every `heartbeat` milliseconds. */
  static async open(heartbeat = 20_000): Promise<ResumingStage> {
    const signaling = await createSignalingServer({ port: 0, limits: { heartbeat } })
    onTestFinished(() => signaling.close())
    return new ResumingStage(signaling)
  }

  async network(): Promise<ShakyNetwork> {
    const network = await ShakyNetwork.before(this.signaling.port)
    onTestFinished(() => network.close())
    return network
  }

  /** A room that is open. `store`: of the same key as another one. */
  async host(options: HostOptions & { store?: IdentityStore } = {}): Promise<Hosting> {
    const network = await this.network()
    const open = deferred<void>()
    const room = await hostInTab({
      page: 'https://example.org/',
      signaling: network.url,
      store: memoryStore(),
      WebSocket: platform,
      onstate: state => state === 'open' && open.resolve(),
      ...options,
    })
    onTestFinished(() => room.abandon())
    await open.promise
    const session = await connect(room)
    const inviteBy = (by: ShakyNetwork) => ({ ...parseInvite(room.inviteFor()), via: by.url })
    return { room, session, network, inviteBy }
  }
}

/** A guest's link, and what its owner is told. */
export async function guestOf(invite: Invite): Promise<{ guest: Guest; link: Link; told: string[] }> {
  const crypto = await loadCrypto()
  const told: string[] = []
  return new Promise((resolve, reject) => {
    const owner: GuestOwner = {
      joined: (guest, link) => resolve({ guest, link, told }),
      failed: reject,
      waiting: () => told.push('waiting'),
      moved: transport => told.push(transport ?? 'nowhere'),
    }
    new Guest({ crypto, invite, client: OUR_CLIENT, WebSocket: platform }, owner)
  })
}

/** A way into the room, for a session over {@link sessionOver}. */
export function joined(invite: Invite, previous?: Joined, client?: GuestClient): Promise<Joined> {
  return join(invite, { WebSocket: platform, previous, ...(client && { client }) })
}

/** A session that ends with its link. */
export async function sessionOver(link: Link): Promise<Session> {
  const session = new Session(async () => link, { reconnect: 'never' })
  onTestFinished(() => link.close())
  await session.open()
  return session
}

/** A session as applications have it: it comes back, and is restored. */
export async function sessionBy({ room }: Hosting, network: ShakyNetwork, options: ConnectOptions = {}) {
  const invite = room.inviteFor().replace(/via=[^&]*/, `via=${encodeURIComponent(network.url)}`)
  const session = await connect(invite, { WebSocket: platform, ...options })
  onTestFinished(() => session.close())
  return session
}

/** A guest's tunnel alone, driven by hand: it says what the test wants, and tells what the host says to that. */
export class BareTunnel {
  /** Why it has ended, when it has. */
  readonly ended: Promise<Error>
  readonly #tunnel: GuestTunnel
  readonly #controls: Record<string, unknown>[] = []
  #heard: (() => void) | undefined

  private constructor(tunnel: GuestTunnel, ended: Promise<Error>) {
    this.#tunnel = tunnel
    this.ended = ended
  }

  /** @param returns the name of the link that the guest says it comes back to. */
  static async open(invite: Invite, returns?: string): Promise<{ tunnel: BareTunnel; name: string }> {
    const crypto = await loadCrypto()
    const ended = deferred<Error>()
    return new Promise((resolve, reject) => {
      let bare: BareTunnel
      void ended.promise.then(reject)
      const tunnel: GuestTunnel = new GuestTunnel(
        { crypto, invite, client: OUR_CLIENT, WebSocket: platform },
        {
          name: returns,
          opened: (_, name) => resolve({ tunnel: bare, name }),
          content: content => bare.#take(content),
          closed: ended.resolve,
          waiting: () => {},
          drained: () => {},
          gone: () => {},
          ice: () => {},
        },
      )
      bare = new BareTunnel(tunnel, ended.promise)
      onTestFinished(() => tunnel.leave('the test is over'))
    })
  }

  says(control: GuestControl): void {
    this.#tunnel.send(writeIntroduction(control))
  }

  /** The host's next control message. */
  async hears(): Promise<Record<string, unknown>> {
    for (;;) {
      const control = this.#controls.shift()
      if (control) return control
      await new Promise<void>(resolve => {
        this.#heard = resolve
      })
    }
  }

  #take(content: Plaintext): void {
    if ('piece' in content) return
    this.#controls.push(content.control)
    this.#heard?.()
  }
}
