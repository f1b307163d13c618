// Guest: a guest's link to a room, and all that leads there: the relay at once, a data channel as soon as one opens, and
// after every loss whatever comes about first.

import { WampError } from '../protocol/errors.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import { bytesOf, type Path, ResumableLink } from '../transport/resume/resumable-link.ts'
import { ChannelAttempts } from './channel-attempts.ts'
import { GuestTunnel, type GuestTunnelReceiver, type GuestTunnelSetup } from './guest-tunnel.ts'
import { type GuestControl, type HostAnswer, type Plaintext, writeIntroduction, writePiece } from './introduction.ts'
import { type PageResident, watchPage } from './page-life.ts'
import { Persistence } from './persistence.ts'
import { serializerOf } from './serializers.ts'
import type { GuestTransport } from './transport-kind.ts'
import { TunnelRelay } from './tunnel-relay.ts'

/** Milliseconds to answer for a host or server of which there is doubt. */
const CHECK_TIME = 2_000

export interface GuestOwner {
  /** The host let the guest in: the link is open. */
  joined(guest: Guest, link: ResumableLink): void
  /** It could not come to that. */
  failed(error: Error): void
  /** Nobody hosts the room now. */
  waiting(): void
  /** The link goes on by another way, or will not do so soon; undefined while there is none. */
  moved(transport: GuestTransport | undefined): void
}

export class Guest implements GuestTunnelReceiver, PageResident {
  readonly #setup: GuestTunnelSetup
  readonly #owner: GuestOwner
  readonly #persistence = new Persistence(() => this.#connect())
  readonly #replaces: string | undefined
  readonly #leavePage: () => void
  #tunnel: GuestTunnel | undefined
  #relay: TunnelRelay | undefined
  #attempts: ChannelAttempts | undefined
  #channelPath: Path | undefined
  #link: ResumableLink | undefined
  #name: string | undefined
  /** STUN and TURN servers, by the host's page and by the signaling server. */
  #iceServers: { host: RTCIceServer[]; signaling: RTCIceServer[] } = { host: [], signaling: [] }
  /** Whether somebody hosts the room, as far as the signaling server says. */
  #hosted = true
  #asleep = false
  #over = false

  /** @param replaces the name of an earlier link of this guest, which the host then waits for no longer. */
  constructor(setup: GuestTunnelSetup, owner: GuestOwner, replaces?: string) {
    this.#setup = setup
    this.#owner = owner
    this.#replaces = replaces
    this.#leavePage = watchPage(this)
    this.#connect()
  }

  /** What host and guest call the link; whoever knows it can resume it. */
  get name(): string | undefined {
    return this.#name
  }

  get transport(): GuestTransport | undefined {
    const path = this.#link?.path
    return path && (path === this.#channelPath ? 'data-channel' : 'relay')
  }

  /** Whether the link may move to a data channel soon. */
  get upgrading(): boolean {
    return this.transport === 'relay' && this.#attempts?.opening === true
  }

  /** Gives up joining; a link that is open is not touched. */
  giveUp(): void {
    if (!this.#link) this.#finish('the guest gave up')
  }

  sleep(): void {
    if (this.#over) return
    this.#asleep = true
    this.#persistence.cancel()
    this.#link?.sleep('The page was left.')
    this.#attempts?.abandon()
    this.#tunnel?.sleep('the page was left')
  }

  wake(): void {
    if (!this.#asleep) return
    this.#asleep = false
    if (!this.#tunnel) this.#connect()
  }

  leave(): void {
    this.#link?.close('The page was closed.')
    this.#attempts?.abandon()
    this.#tunnel?.leave('the page was closed')
  }

  stir(): void {
    this.#persistence.now()
    this.#tunnel?.check(CHECK_TIME)
    this.#link?.check(CHECK_TIME)
    if (this.transport !== 'data-channel' && this.#relay) this.#attempts?.begin()
  }

  waiting(): void {
    this.#unhosted()
  }

  ice(servers: RTCIceServer[]): void {
    this.#iceServers.signaling = servers
  }

  opened(answer: HostAnswer, name: string): void {
    this.#hosted = true
    this.#iceServers.host = answer.iceServers
    this.#persistence.reset()
    const tunnel = this.#tunnel
    const serializer = serializerOf(answer.protocol, this.#setup.client.serializers)
    if (!serializer) throw new Error(`the host chose ${answer.protocol}, which was not on offer`)
    if (!tunnel) return
    this.#relay = new TunnelRelay(
      {
        begin: number => this.#tell({ type: 'relay', number }),
        send: piece => tunnel.send(writePiece(piece)),
        get bufferedAmount() {
          return tunnel.bufferedAmount
        },
      },
      bytesOf(serializer),
      path => this.#link?.take(path),
    )
    if (this.#link && this.#name !== undefined) return this.#tell({ type: 'resume', link: this.#name })
    if (this.#replaces !== undefined) this.#tell({ type: 'forget', link: this.#replaces })
    this.#begin(name, new ResumableLink(serializer, { grace: answer.grace, ...this.#linkOptions }))
  }

  content(content: Plaintext): void {
    if ('piece' in content) return this.#relay?.receive(content.piece)
    const { type, number, channel, data } = content.control
    if (type === 'signal') this.#attempts?.signal(Number(channel), data)
    else if (type === 'relay') this.#relay?.begun(Number(number))
    else if (type === 'again') this.#attempts?.restart()
    else if (type === 'resumed') this.#resumed()
    else if (type === 'unknown') this.#link?.end('The host does not know this session any more.')
  }

  drained(): void {
    this.#relay?.drained()
  }

  gone(): void {
    this.#lostTunnel('The host is gone.')
    this.#unhosted()
  }

  closed(error: Error): void {
    this.#tunnel = undefined
    this.#lostTunnel(error.message)
    if (this.#over || this.#asleep) return
    if (!this.#link) {
      this.#finish(error.message)
      return this.#owner.failed(error)
    }
    // Somebody is not who he should be, or the invite is not valid any more.
    if (error instanceof WampError && this.transport !== 'data-channel') return this.#link.end(error.message)
    this.#persistence.schedule()
  }

  #begin(name: string, link: ResumableLink): void {
    this.#link = link
    this.#name = name
    this.#attempts = new ChannelAttempts({
      serializer: link.serializer,
      iceServers: () => [...this.#iceServers.host, ...this.#iceServers.signaling],
      tell: (channel, data) => this.#tell({ type: 'signal', channel, data }),
      opened: path => this.#openedChannel(path),
      changed: () => this.#owner.moved(this.transport),
    })
    this.#relay?.open()
    this.#attempts.begin()
    this.#owner.joined(this, link)
  }

  get #linkOptions() {
    return {
      moved: (path: Path | undefined) => {
        if (path === undefined) this.#relay?.open()
        this.#owner.moved(this.transport)
      },
      liveness: (liveness: string) => {
        if (liveness === 'asleep') this.#doubt()
        else if (this.transport === 'relay') this.#attempts?.begin()
      },
      ended: (reason: string) => this.#finish(reason),
    }
  }

  /** Nobody hosts the room, as the signaling server has it: by a data channel the host may be there still. */
  #unhosted(): void {
    this.#hosted = false
    if (this.transport !== 'data-channel' || this.#link?.liveness === 'asleep') this.#owner.waiting()
  }

  /** The host has not been heard for a while: it, or the way to it. */
  #doubt(): void {
    if (!this.#hosted) this.#owner.waiting()
    if (this.transport !== 'relay') this.#relay?.open()
    this.#tunnel?.check(CHECK_TIME)
  }

  #resumed(): void {
    if (this.transport === undefined || this.#link?.liveness === 'asleep') this.#relay?.open()
    this.#attempts?.begin()
  }

  #openedChannel(path: FragmentLink): void {
    this.#channelPath = path
    this.#link?.take(path)
  }

  #connect(): void {
    if (!this.#over && !this.#asleep) this.#tunnel = new GuestTunnel(this.#setup, this)
  }

  /** What went by the tunnel has ended; a data channel goes on, if the host still lives. */
  #lostTunnel(reason: string): void {
    const relay = this.#relay
    this.#relay = undefined
    relay?.ended(reason)
    this.#attempts?.pause()
    this.#link?.check(CHECK_TIME)
  }

  #tell(control: GuestControl): void {
    this.#tunnel?.send(writeIntroduction(control))
  }

  #finish(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#leavePage()
    this.#persistence.cancel()
    this.#attempts?.pause()
    this.#tunnel?.close(reason)
  }
}
