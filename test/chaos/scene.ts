// Scene: a host, and three guests in browsers of their own: one publishes, one listens and calls, one answers.

import type { CDPSession, Page } from 'playwright'
import { Participant } from '../e2e/harness-participant.ts'
import { ACKNOWLEDGED, type Diary, PROCEDURE, RATE, type Role, TOPIC } from './diary.ts'
import { perform } from './page.ts'
import { WORKER } from './site.ts'
import type { Theatre } from './theatre.ts'
import { Wire } from './wire.ts'

export type Path = 'data-channel' | 'relay'
export type RouterKind = 'tab' | 'shared-worker' | 'service-worker'
export const GUESTS = ['publisher', 'subscriber', 'callee'] as const
export type Guest = (typeof GUESTS)[number]

export interface Setting {
  readonly path: Path
  readonly router: RouterKind
  /** How many tabs of the host's browser have the room open; 1 by default. */
  readonly tabs?: number
  /** Whether the guests' networks can be changed by {@link Scene.network}. */
  readonly emulated?: boolean
  /** Whether the guests' signaling sockets can be cut, by their {@link Scene.wires}. */
  readonly wired?: boolean
  /** Runs in guests' pages before anything else. */
  readonly before?: string
  /** Whether the load begins before the guests have the path. */
  readonly early?: boolean
}

/** Guests like these have no way but the relay. */
const WITHOUT_WEBRTC = 'delete globalThis.RTCPeerConnection'

/** What a build cannot do. */
export class Unsupported extends Error {}

/** esbuild names functions by a helper that pages do not have. */
const NAMES = 'globalThis.__name ??= value => value'
const BENIGN = { offline: false, latency: 0, downloadThroughput: 1e9, uploadThroughput: 1e9 }

export class Scene {
  readonly theatre: Theatre
  readonly setting: Setting
  /** Errors that were thrown in pages and caught by nobody. */
  readonly uncaught: string[] = []
  readonly wires = new Map<Guest, Wire>()
  readonly #networks = new Map<Guest, CDPSession>()
  readonly #guests = new Map<Guest, Participant>()
  readonly #hosts: Participant[] = []
  readonly #gone = new Set<Participant>()

  private constructor(theatre: Theatre, setting: Setting) {
    this.theatre = theatre
    this.setting = setting
  }

  /** Resolves when everybody is in, by the path that is wanted. */
  static async open(theatre: Theatre, setting: Setting): Promise<Scene> {
    const scene = new Scene(theatre, setting)
    try {
      await scene.#open()
      return scene
    } catch (error) {
      await scene.close()
      throw error
    }
  }

  /** The host's page; of several the one that opened last, which no fault happens to. */
  get host(): Participant {
    return present(this.#hosts.at(-1))
  }

  /** The host's pages, as they opened. */
  get hosts(): readonly Participant[] {
    return this.#hosts
  }

  guest(role: Guest): Participant {
    return present(this.#guests.get(role))
  }

  participant(role: Role): Participant {
    return role === 'host' ? this.host : this.guest(role)
  }

  /** Who is still there. */
  get present(): Participant[] {
    return [...this.#hosts, ...this.#guests.values()].filter(participant => !this.#gone.has(participant))
  }

  /** Who has gone for good is waited for no more. */
  leaves(participant: Participant): void {
    this.#gone.add(participant)
  }

  isGone(role: Role): boolean {
    return this.#gone.has(this.participant(role))
  }

  /** One more tab of the host's browser. */
  async openHost(): Promise<Participant> {
    const { router } = this.setting
    const context = this.#hosts[0]?.page.context() ?? (await this.theatre.context('host'))
    const worker = router === 'tab' ? '' : ` router="${router}" worker="/${WORKER}"`
    const host = await this.#enter(context, 'host')
    this.#hosts.push(host)
    await host.goto(this.theatre.site.page(`host signaling="${this.theatre.signaling.url}"${worker}`))
    await host.until('open')
    await host.when(() => diary.ready)
    const { transport } = await host.shown()
    if (router !== 'tab' && transport === 'memory')
      throw new Unsupported(`the router lives in the tab, not in a ${router}`)
    return host
  }

  /** Changes a guest's network, where that was prepared. */
  async network(role: Guest, conditions: object): Promise<void> {
    await this.#networks.get(role)?.send('Network.emulateNetworkConditions', { ...BENIGN, ...conditions })
  }

  /** What a page wrote down, if it is still there. */
  async diary(participant: Participant): Promise<Diary | undefined> {
    if (this.#gone.has(participant)) return undefined
    return participant.page.evaluate(() => globalThis.diary)
  }

  async close(): Promise<void> {
    for (const wire of this.wires.values()) wire.close()
    const contexts = new Set([...this.#hosts, ...this.#guests.values()].map(({ page }) => page.context()))
    // Those of killed browsers are closed already.
    await Promise.allSettled([...contexts].map(context => context.close()))
  }

  async #open(): Promise<void> {
    for (let tab = 0; tab < (this.setting.tabs ?? 1); tab++) await this.openHost()
    await Promise.all(GUESTS.map(role => this.#openGuest(role)))
  }

  async #openGuest(role: Guest): Promise<void> {
    const { path, wired, emulated, early } = this.setting
    const invite = await this.host.invite()
    const guest = await this.#enter(await this.theatre.context(role), role)
    this.#guests.set(role, guest)
    // Only what was changed before a peer connection is made applies to it.
    if (emulated) await this.#emulate(role, guest.page)
    await guest.goto(wired ? await this.#rewired(role, invite) : invite)
    await guest.until('open')
    await guest.when(() => diary.ready)
    if (!early) await guest.when(({ transport }, wanted) => transport === wanted, path)
  }

  async #enter(context: Awaited<ReturnType<Theatre['context']>>, role: Role): Promise<Participant> {
    const part = { role, topic: TOPIC, procedure: PROCEDURE, rate: RATE, acknowledged: ACKNOWLEDGED }
    const webrtc = role !== 'host' && this.setting.path === 'relay' ? WITHOUT_WEBRTC : ''
    const before = [NAMES, webrtc, role === 'host' ? '' : this.setting.before, `(${perform})(${JSON.stringify(part)})`]
    return Participant.open(context, {
      before: before.join(';\n'),
      problem: problem => problem.startsWith('thrown') && this.uncaught.push(`${role}: ${problem}`),
    })
  }

  async #emulate(role: Guest, page: Page): Promise<void> {
    this.#networks.set(role, await page.context().newCDPSession(page))
    await this.#networks.get(role)?.send('Network.enable')
    await this.network(role, {})
  }

  /** The invite, by a way to the signaling server that can be cut. */
  async #rewired(role: Guest, invite: string): Promise<string> {
    const { port } = this.theatre.signaling
    const wire = await Wire.to(port)
    this.wires.set(role, wire)
    const [page, fragment = ''] = invite.split('#')
    return `${page}#${fragment.replace(String(port), String(wire.port))}`
  }
}

function present(participant: Participant | undefined): Participant {
  if (!participant) throw new Error('Nobody has entered in that role.')
  return participant
}
